import { PageProblem, Problem } from '../service/problem.js';
import { requestFrame } from '../service/request-render.js';
import { retryWhenBusy } from '../service/retry-when-busy.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { busy } from '../view/busy.js';
import { find } from '../view/find.js';
import { clearProblem, showProblem } from '../view/problem.js';
import { waitForRenderer } from '../view/wait-for-renderer.js';
import { FacePanel } from './face-panel.js';
import { PictureForm } from './picture-form.js';
import { portraitId } from './portrait-id.js';
import {
  addPortrait,
  boxesIn,
  findFace,
  setFaceBox,
  type NewPortrait,
  type Portrait,
  type PortraitDetail,
} from './portrait.js';
import type { Photo } from './scale-photo.js';

/** What the dialog needs of the gallery. */
interface Portraits {
  list(): readonly Portrait[];
  /** Shows a portrait that was added or changed. */
  reload(id: string): Promise<void>;
}

/** The dialog that adds a portrait, once its user has seen the face, or corrects the face of one. */
export class AddDialog {
  readonly #service: Service;
  readonly #portraits: Portraits;
  readonly #dialog = find('add', HTMLDialogElement);
  readonly #title = find('add-title', HTMLElement);
  readonly #audience = find('face-audience', HTMLElement);
  readonly #problem = find('add-problem', HTMLElement);
  readonly #picture: PictureForm;
  readonly #face = new FacePanel();
  /** The portrait whose face is corrected; undefined for a new one. */
  #portrait: Portrait | undefined;

  constructor(service: Service, portraits: Portraits) {
    this.#service = service;
    this.#portraits = portraits;
    this.#picture = new PictureForm(service, {
      chosen: () => this.#pictureChosen(),
      failed: (error) => showProblem(this.#problem, error),
      submitted: () => void this.#busy(this.#picture.send, () => this.#find()),
    });
    const { trial, done } = this.#face;
    trial.addEventListener('click', () => void this.#busy(trial, () => this.#tryFrame()));
    done.addEventListener('click', () => void this.#busy(done, () => this.#use()));
    find('add-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#picture.reset());
  }

  /** Opens the dialog for a new portrait. @param file a dropped picture */
  open(file?: File): void {
    this.#reset(texts.portrait.addTitle);
    this.#picture.show();
    if (file) void this.#picture.choose(file);
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** Opens the dialog for an existing portrait. @param url that of its picture */
  async openFor(portrait: PortraitDetail, url: string): Promise<void> {
    this.#reset(texts.portrait.face(portrait.name));
    this.#portrait = portrait;
    this.#dialog.showModal();
    const { name, box } = portrait;
    await this.#face.show({ name, url, box, words: texts.portrait.byHand, isChanged: false });
  }

  #reset(title: string): void {
    clearProblem(this.#problem);
    this.#title.textContent = title;
    this.#picture.reset();
    this.#picture.hide();
    this.#face.hide();
    this.#portrait = undefined;
    this.#audience.textContent = '';
  }

  #pictureChosen(): void {
    this.#face.hide();
    this.#picture.send.hidden = false;
    this.#audience.textContent = '';
    clearProblem(this.#problem);
  }

  /** Finds the face in the chosen picture; nothing is stored. */
  async #find(): Promise<void> {
    const photo = this.#photo();
    const shown = { name: undefined, url: this.#picture.url };
    try {
      const { box, warnings } = await findFace(this.#service, this.#named(photo));
      if (this.#picture.photo !== photo) return;
      const words = [...warnings, texts.portrait.found].join(' ');
      await this.#face.show({ ...shown, box, words, isChanged: false });
      this.#face.offer([]);
      announce(words);
    } catch (error) {
      // An error about one picture must not appear for the next one.
      if (this.#picture.photo !== photo) return;
      if (!(error instanceof Problem) || !['face_not_found', 'faces_several'].includes(error.code))
        throw error;
      const boxes = boxesIn(error.details);
      await this.#face.show({ ...shown, box: boxes[0], words: texts.portrait.byHand, isChanged: true });
      this.#face.offer(boxes);
      this.#showAudience();
      this.#face.focusBox();
      throw error;
    }
    this.#showAudience();
    this.#face.done.focus();
  }

  #showAudience(): void {
    this.#picture.send.hidden = true;
    this.#audience.textContent = this.#service.hasKey
      ? texts.portrait.audienceWithKey
      : texts.portrait.audience;
  }

  /** Adds the new portrait, or saves a changed box: the portrait is used the way the user has seen it. */
  async #use(): Promise<void> {
    const { box, isChanged } = this.#face;
    if (this.#portrait) {
      if (isChanged) await setFaceBox(this.#service, this.#portrait.id, box);
      await this.#end(this.#portrait);
      return;
    }
    const portrait = this.#named(this.#photo());
    await addPortrait(this.#service, { ...portrait, face: isChanged ? box : undefined });
    announce(texts.portrait.added(portrait.name));
    await this.#end(portrait);
  }

  async #end({ id }: Pick<Portrait, 'id'>): Promise<void> {
    this.#dialog.close();
    await this.#portraits.reload(id);
  }

  #photo(): Photo {
    const { photo } = this.#picture;
    if (photo) return photo;
    throw new PageProblem('request_invalid', texts.portrait.noPicture);
  }

  /** The new portrait with the entered name, and an id that is free. */
  #named(photo: Photo): NewPortrait {
    const portraits = this.#portraits.list();
    const names = new Set(portraits.map(({ name }) => name.toLowerCase()));
    const name = this.#picture.name === '' ? texts.portrait.unnamed : this.#picture.name;
    if (names.has(name.toLowerCase())) throw new PageProblem('avatar_exists', texts.portrait.nameTaken(name));
    return { photo, name, id: portraitId(name, new Set(portraits.map(({ id }) => id))) };
  }

  async #tryFrame(): Promise<void> {
    const portrait = this.#portrait;
    if (!portrait) return;
    if (this.#face.isChanged) {
      await setFaceBox(this.#service, portrait.id, this.#face.box);
      this.#face.isChanged = false;
      void this.#portraits.reload(portrait.id);
    }
    const isWanted = () => this.#dialog.open && this.#portrait === portrait;
    const frame = await retryWhenBusy(
      () => requestFrame(this.#service, portrait.id, undefined),
      (seconds) => waitForRenderer(this.#problem, seconds, isWanted),
    );
    if (!frame || !isWanted()) return;
    this.#face.showFrame(frame);
    announce(texts.portrait.frame);
  }

  async #busy(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
    await busy(button, this.#problem, work);
    if (this.#problem.hasChildNodes()) this.#problem.scrollIntoView({ block: 'nearest' });
  }
}

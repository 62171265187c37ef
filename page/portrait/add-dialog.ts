import { PageProblem, Problem } from '../service/problem.js';
import { requestFrame } from '../service/request-render.js';
import { retryWhenBusy } from '../service/retry-when-busy.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { busy } from '../view/busy.js';
import { find } from '../view/find.js';
import { clearProblem } from '../view/problem.js';
import { waitForRenderer } from '../view/wait-for-renderer.js';
import type { Box } from './box.js';
import { FacePanel } from './face-panel.js';
import { PictureForm } from './picture-form.js';
import {
  addPortrait,
  boxesIn,
  setFaceBox,
  type PortraitDetail,
  type RegisteredPortrait,
} from './portrait.js';

/** The dialog that adds a portrait or corrects its face box. */
export class AddDialog {
  readonly #service: Service;
  readonly #dialog = find('add', HTMLDialogElement);
  readonly #title = find('add-title', HTMLElement);
  readonly #problem = find('add-problem', HTMLElement);
  readonly #picture: PictureForm;
  readonly #face = new FacePanel();
  readonly #onChange: (id: string) => void;
  /** The path of the shown preview; empty before the first one. */
  #previewPath = '';
  /** The URL of the picture without frame and tint. */
  #plainUrl = '';
  /** The portrait, once it is registered. */
  #id: string | undefined;

  /** @param onChange called with the portrait that was added or changed */
  constructor(service: Service, onChange: (id: string) => void) {
    this.#service = service;
    this.#onChange = onChange;
    this.#picture = new PictureForm(
      () => this.#pictureChosen(),
      () => void this.#busy(this.#picture.send, () => this.#add(undefined)),
    );
    const { save, trial, done } = this.#face;
    save.addEventListener('click', () => void this.#busy(save, () => this.#saveBox()));
    trial.addEventListener('click', () => void this.#busy(trial, () => this.#tryFrame()));
    done.addEventListener('click', () => void this.#busy(done, () => this.#finish()));
    find('add-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#release());
  }

  /** Opens the dialog for a new portrait. @param file a dropped picture */
  open(file?: File): void {
    this.#reset(texts.portrait.addTitle);
    this.#picture.show();
    if (file) this.#picture.choose(file);
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** Opens the dialog for an existing portrait. @param pictureUrl the URL of its picture */
  async openFor({ id, box }: PortraitDetail, pictureUrl: string): Promise<void> {
    this.#reset(texts.portrait.face(id));
    this.#id = id;
    this.#plainUrl = pictureUrl;
    this.#dialog.showModal();
    await this.#face.show({ id, pictureUrl, plainUrl: pictureUrl, box, words: texts.portrait.byHand });
  }

  #reset(title: string): void {
    this.#release();
    clearProblem(this.#problem);
    this.#title.textContent = title;
    this.#picture.hide();
    this.#face.hide();
    this.#id = undefined;
  }

  /** Frees the pictures that a closed dialog no longer shows. */
  #release(): void {
    this.#picture.reset();
    this.#service.releaseMedia(this.#previewPath);
    this.#previewPath = '';
  }

  #pictureChosen(): void {
    this.#face.hide();
    clearProblem(this.#problem);
    this.#plainUrl = this.#picture.url;
  }

  async #add(box: Box | undefined): Promise<void> {
    const { file, id } = this.#picture;
    if (!file) throw new PageProblem('request_invalid', texts.portrait.noPicture);
    try {
      await this.#show(await addPortrait(this.#service, file, id, box));
    } catch (error) {
      // An error about one picture must not appear for the next one.
      if (this.#picture.file !== file) return;
      if (!(error instanceof Problem) || !['face_not_found', 'faces_several'].includes(error.code))
        throw error;
      const boxes = boxesIn(error.details);
      const { url } = this.#picture;
      await this.#face.show({
        id: undefined,
        pictureUrl: url,
        plainUrl: url,
        box: boxes[0],
        words: texts.portrait.byHand,
      });
      this.#face.offer(boxes);
      throw error;
    }
  }

  async #saveBox(): Promise<void> {
    const { box } = this.#face;
    if (this.#id === undefined) await this.#add(box);
    else await this.#show(await setFaceBox(this.#service, this.#id, box));
  }

  /** Saves an unsaved box: the portrait is used the way the user has seen it. */
  async #finish(): Promise<void> {
    if (this.#face.isUnsaved) await this.#saveBox();
    this.#dialog.close();
  }

  async #tryFrame(): Promise<void> {
    const id = this.#id;
    if (id === undefined) return;
    if (this.#face.isUnsaved) await this.#saveBox();
    const isWanted = () => this.#dialog.open && this.#id === id;
    const frame = await retryWhenBusy(
      () => requestFrame(this.#service, id, undefined),
      (seconds) => waitForRenderer(this.#problem, seconds, isWanted),
    );
    if (!frame || !isWanted()) return;
    this.#face.showFrame(frame);
    announce(texts.portrait.frame);
  }

  /** Shows a registered portrait. */
  async #show({ id, box, previewUrl, warnings }: RegisteredPortrait): Promise<void> {
    this.#onChange(id);
    // A closed dialog shows nothing, so it must load nothing.
    if (!this.#dialog.open) return;
    this.#id = id;
    this.#picture.hide();
    this.#face.offer([]);
    this.#title.textContent = texts.portrait.face(id);
    if (this.#previewPath !== previewUrl) this.#service.releaseMedia(this.#previewPath);
    this.#previewPath = previewUrl;
    const pictureUrl = await this.#service.mediaUrl(previewUrl);
    const words = [...warnings, texts.portrait.found].join(' ');
    await this.#face.show({ id, pictureUrl, plainUrl: this.#plainUrl, box, words });
    announce(texts.portrait.added(id));
    this.#face.done.focus();
  }

  async #busy(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
    await busy(button, this.#problem, work);
    if (this.#problem.hasChildNodes()) this.#problem.scrollIntoView({ block: 'nearest' });
  }
}

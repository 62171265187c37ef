import { showBlob } from '../view/show-blob.js';
import { requestFrame } from '../service/request-render.js';
import { Problem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { announce } from '../view/announce.js';
import { busy } from '../view/busy.js';
import { find } from '../view/find.js';
import { clearProblem } from '../view/problem.js';
import { BoxEditor } from './box-editor.js';
import { likelyBox, type Box } from './box.js';
import { FaceChoice } from './face-choice.js';
import {
  addPortrait,
  boxesIn,
  setFaceBox,
  type PortraitDetail,
  type RegisteredPortrait,
} from './portrait.js';

const found =
  'The network sees the area inside the frame and may change the tinted part. Drag the frame or its corners if they are off.';
const byHand =
  'Drag the frame: from the middle of the forehead to just below the chin, and as wide as the face.';

/** The dialog that adds a portrait or corrects its face box. */
export class AddDialog {
  readonly #service: Service;
  readonly #dialog = find('add', HTMLDialogElement);
  readonly #title = find('add-title', HTMLElement);
  readonly #form = find('add-form', HTMLFormElement);
  readonly #file = find('picture-file', HTMLInputElement);
  readonly #fileName = find('picture-name', HTMLElement);
  readonly #id = find('picture-id', HTMLInputElement);
  readonly #send = find('picture-send', HTMLButtonElement);
  readonly #face = find('face', HTMLElement);
  readonly #words = find('face-words', HTMLElement);
  readonly #picture = find('face-picture', HTMLImageElement);
  readonly #save = find('face-save', HTMLButtonElement);
  readonly #trial = find('face-trial', HTMLButtonElement);
  readonly #done = find('face-done', HTMLButtonElement);
  readonly #problem = find('add-problem', HTMLElement);
  readonly #editor: BoxEditor;
  readonly #faces = new FaceChoice((box) => this.#showBox(box));
  readonly #onChange: (id: string) => void;
  #chosenFile: File | undefined;
  /** The picture without frame and tint. */
  #plainUrl = '';
  /** The object URL of the chosen file; empty if there is none. */
  #fileUrl = '';
  /** The path of the shown preview; empty if there is none. */
  #previewPath = '';
  /** The portrait, once it is registered. */
  #taken: string | undefined;

  /** @param onChange called with the portrait that was added or changed */
  constructor(service: Service, onChange: (id: string) => void) {
    this.#service = service;
    this.#onChange = onChange;
    this.#editor = new BoxEditor(
      find('face-canvas', HTMLElement),
      find('face-numbers', HTMLFieldSetElement),
      () => this.#boxChanged(),
    );
    this.#file.addEventListener('change', () => {
      const [file] = this.#file.files ?? [];
      if (file) this.#takeFile(file);
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#busy(this.#send, () => this.#add(undefined));
    });
    this.#save.addEventListener('click', () => void this.#busy(this.#save, () => this.#saveBox()));
    this.#trial.addEventListener('click', () => void this.#busy(this.#trial, () => this.#tryFrame()));
    this.#done.addEventListener('click', () => void this.#busy(this.#done, () => this.#finish()));
    find('add-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
  }

  /** Opens the dialog for a new portrait. @param file a dropped picture */
  open(file?: File): void {
    this.#reset('Add a portrait');
    this.#form.hidden = false;
    if (file) this.#takeFile(file);
    this.#dialog.showModal();
  }

  /** Opens the dialog for an existing portrait. @param pictureUrl the URL of its picture */
  async openFor({ id, box }: PortraitDetail, pictureUrl: string): Promise<void> {
    this.#reset(`The face of ${id}`);
    this.#taken = id;
    this.#plainUrl = pictureUrl;
    this.#dialog.showModal();
    await this.#showFace(this.#plainUrl, box, byHand);
  }

  #reset(title: string): void {
    clearProblem(this.#problem);
    this.#title.textContent = title;
    this.#form.reset();
    this.#form.hidden = true;
    this.#hideFace();
    this.#fileName.textContent = 'Choose a picture, or drop it here';
    this.#chosenFile = undefined;
    this.#taken = undefined;
    this.#forgetFile();
    this.#service.releaseMedia(this.#previewPath);
    this.#previewPath = '';
  }

  #takeFile(file: File): void {
    this.#chosenFile = file;
    this.#hideFace();
    this.#fileName.textContent = file.name;
    this.#id.value = idFrom(file.name);
    clearProblem(this.#problem);
    this.#forgetFile();
    this.#fileUrl = URL.createObjectURL(file);
    this.#plainUrl = this.#fileUrl;
  }

  #forgetFile(): void {
    if (this.#fileUrl !== '') URL.revokeObjectURL(this.#fileUrl);
    this.#fileUrl = '';
  }

  /** A box belongs to the picture that it was drawn in; another picture resets it. */
  #hideFace(): void {
    this.#face.hidden = true;
    this.#faces.offer([]);
  }

  async #add(face: Box | undefined): Promise<void> {
    const file = this.#chosenFile;
    if (!file) throw new Problem('request_invalid', 'no picture is chosen yet');
    try {
      const taken = await addPortrait(this.#service, file, this.#id.value.trim(), face);
      await this.#show(taken);
    } catch (error) {
      // An error about one picture must not appear for the next one.
      if (this.#chosenFile !== file) return;
      if (!(error instanceof Problem) || !['face_not_found', 'faces_several'].includes(error.code))
        throw error;
      const boxes = boxesIn(error.details);
      await this.#showFace(this.#plainUrl, boxes[0], byHand);
      this.#faces.offer(boxes);
      throw error;
    }
  }

  async #saveBox(): Promise<void> {
    const { box } = this.#editor;
    if (this.#taken === undefined) await this.#add(box);
    else await this.#show(await setFaceBox(this.#service, this.#taken, box));
  }

  /** Saves a drawn box: the portrait is used the way the user has seen it. */
  async #finish(): Promise<void> {
    if (!this.#save.hidden) await this.#saveBox();
    this.#dialog.close();
  }

  async #tryFrame(): Promise<void> {
    if (this.#taken === undefined) return;
    if (!this.#save.hidden) await this.#saveBox();
    const frame = await requestFrame(this.#service, this.#taken, undefined, AbortSignal.timeout(120_000));
    showBlob(this.#picture, frame);
    announce('One frame, with the mouth open');
  }

  /** Shows a registered portrait. */
  async #show(taken: RegisteredPortrait): Promise<void> {
    this.#taken = taken.id;
    this.#form.hidden = true;
    this.#faces.offer([]);
    this.#title.textContent = `The face of ${taken.id}`;
    if (this.#previewPath !== taken.previewUrl) this.#service.releaseMedia(this.#previewPath);
    this.#previewPath = taken.previewUrl;
    await this.#showFace(await this.#service.mediaUrl(taken.previewUrl), taken.box, found);
    announce(`${taken.id} is in the gallery`);
    this.#done.focus();
    this.#onChange(taken.id);
  }

  async #showFace(pictureUrl: string, box: Box | undefined, words: string): Promise<void> {
    this.#picture.src = pictureUrl;
    this.#picture.alt = this.#taken === undefined ? 'The picture' : `The portrait ${this.#taken}`;
    await this.#picture.decode();
    this.#face.hidden = false;
    this.#words.textContent = words;
    this.#showBox(box);
    const isThere = this.#taken !== undefined;
    this.#save.hidden = isThere;
    this.#trial.hidden = !isThere;
    this.#done.hidden = !isThere;
  }

  /** Draws a box into the picture: the given one, or the likely position of a face. */
  #showBox(box: Box | undefined): void {
    const size = { width: this.#picture.naturalWidth, height: this.#picture.naturalHeight };
    this.#editor.show(box ?? likelyBox(size), size);
  }

  #boxChanged(): void {
    this.#save.hidden = false;
    // The frame and tint of the preview do not belong to the new box.
    if (this.#picture.src !== this.#plainUrl) this.#picture.src = this.#plainUrl;
  }

  async #busy(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
    await busy(button, this.#problem, work);
    if (this.#problem.hasChildNodes()) this.#problem.scrollIntoView({ block: 'nearest' });
  }
}

/** `Aunt Ida (2).JPG` becomes `aunt-ida-2`. */
function idFrom(fileName: string): string {
  return fileName
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}

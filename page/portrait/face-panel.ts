import { texts } from '../texts/texts.js';
import { find } from '../view/find.js';
import { showBlob } from '../view/show-blob.js';
import { BoxEditor } from './box-editor.js';
import { likelyBox, type Box } from './box.js';
import { FaceChoice } from './face-choice.js';

/** What the panel shows. */
interface ShownFace {
  /** The portrait; undefined if the picture is not registered yet. */
  readonly id: string | undefined;
  readonly pictureUrl: string;
  /** The same picture without the frame and tint of a preview. */
  readonly plainUrl: string;
  /** By default, the likely position of a face. */
  readonly box: Box | undefined;
  readonly words: string;
}

/** The part of the dialog that shows a picture, its face box, and the next steps. */
export class FacePanel {
  readonly save = find('face-save', HTMLButtonElement);
  readonly trial = find('face-trial', HTMLButtonElement);
  readonly done = find('face-done', HTMLButtonElement);
  readonly #section = find('face', HTMLElement);
  readonly #words = find('face-words', HTMLElement);
  readonly #picture = find('face-picture', HTMLImageElement);
  readonly #faces = new FaceChoice((box) => this.#showBox(box));
  readonly #editor = new BoxEditor(
    find('face-canvas', HTMLElement),
    find('face-numbers', HTMLFieldSetElement),
    () => this.#boxChanged(),
  );
  #plainUrl = '';

  get box(): Box {
    return this.#editor.box;
  }

  /** Whether the box differs from the saved one. */
  get isUnsaved(): boolean {
    return !this.save.hidden;
  }

  async show({ id, pictureUrl, plainUrl, box, words }: ShownFace): Promise<void> {
    this.#plainUrl = plainUrl;
    this.#picture.src = pictureUrl;
    this.#picture.alt = id === undefined ? texts.portrait.picture : texts.stage.portrait(id);
    await this.#picture.decode();
    this.#section.hidden = false;
    this.#words.textContent = words;
    this.#showBox(box);
    this.save.hidden = id !== undefined;
    this.trial.hidden = id === undefined;
    this.done.hidden = id === undefined;
  }

  /** Shows a rendered frame in place of the picture. */
  showFrame(frame: Blob): void {
    showBlob(this.#picture, frame);
  }

  /** Offers faces to choose from. */
  offer(boxes: readonly Box[]): void {
    this.#faces.offer(boxes);
  }

  /** Hides the panel: a box belongs to the picture that it was drawn in. */
  hide(): void {
    this.#section.hidden = true;
    this.#faces.offer([]);
  }

  #showBox(box: Box | undefined): void {
    const size = { width: this.#picture.naturalWidth, height: this.#picture.naturalHeight };
    this.#editor.show(box ?? likelyBox(size), size);
  }

  #boxChanged(): void {
    this.save.hidden = false;
    // The frame and tint of the preview do not belong to the new box.
    if (this.#picture.src !== this.#plainUrl) this.#picture.src = this.#plainUrl;
  }
}

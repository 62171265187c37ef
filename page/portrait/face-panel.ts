import { find } from '../view/find.js';
import { showBlob } from '../view/show-blob.js';
import { texts } from '../texts/texts.js';
import { BoxEditor } from './box-editor.js';
import { likelyBox, type Box } from './box.js';
import { FaceChoice } from './face-choice.js';

/** What the panel shows. */
interface ShownFace {
  /** The name of the portrait; undefined if the service does not have it yet. */
  readonly name: string | undefined;
  /** Of the picture. */
  readonly url: string;
  /** By default, the likely position of a face. */
  readonly box: Box | undefined;
  readonly words: string;
  /** Whether the box differs from what the service knows or finds. */
  readonly isChanged: boolean;
}

/** The part of the dialog that shows a picture, its face box, and the next steps. */
export class FacePanel {
  readonly trial = find('face-trial', HTMLButtonElement);
  readonly done = find('face-done', HTMLButtonElement);
  /** Whether the box differs from what the service knows or finds. */
  isChanged = false;
  readonly #section = find('face', HTMLElement);
  readonly #words = find('face-words', HTMLElement);
  readonly #picture = find('face-picture', HTMLImageElement);
  readonly #faces = new FaceChoice((box) => {
    this.#showBox(box);
    this.isChanged = true;
  });
  readonly #editor = new BoxEditor(
    find('face-canvas', HTMLElement),
    { fields: find('face-numbers', HTMLFieldSetElement), steps: find('face-steps', HTMLElement) },
    () => this.#boxChanged(),
  );
  #url = '';

  get box(): Box {
    return this.#editor.box;
  }

  async show({ name, url, box, words, isChanged }: ShownFace): Promise<void> {
    this.#url = url;
    this.#picture.src = url;
    this.#picture.alt = name === undefined ? texts.portrait.picture : texts.stage.portrait(name);
    await this.#picture.decode();
    this.#section.hidden = false;
    this.#words.textContent = words;
    this.#showBox(box);
    this.isChanged = isChanged;
    // A frame is rendered of a portrait that the service has.
    this.trial.hidden = name === undefined;
    this.#words.scrollIntoView({ block: 'start' });
  }

  /** Shows a rendered frame in place of the picture. */
  showFrame(frame: Blob): void {
    showBlob(this.#picture, frame);
  }

  /** Moves the focus to what has to be decided: the face, or its box. */
  focusBox(): void {
    if (!this.#faces.focus()) this.#editor.focus();
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
    this.isChanged = true;
    // A frame does not belong to the new box.
    if (this.#picture.src !== this.#url) this.#picture.src = this.#url;
  }
}

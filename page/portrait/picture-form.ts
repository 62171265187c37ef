import { texts } from '../texts/texts.js';
import { find } from '../view/find.js';
import { idFromFileName } from './portrait-id.js';

/** The form in which a picture is chosen and named. */
export class PictureForm {
  readonly send = find('picture-send', HTMLButtonElement);
  readonly #form = find('add-form', HTMLFormElement);
  readonly #input = find('picture-file', HTMLInputElement);
  readonly #fileName = find('picture-name', HTMLElement);
  readonly #id = find('picture-id', HTMLInputElement);
  readonly #onChoice: () => void;
  #file: File | undefined;
  #url = '';

  /** @param onChoice called when another picture was chosen */
  constructor(onChoice: () => void, onSubmit: () => void) {
    this.#onChoice = onChoice;
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      if (file) this.choose(file);
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      onSubmit();
    });
  }

  /** The chosen picture. */
  get file(): File | undefined {
    return this.#file;
  }

  /** The object URL of the chosen picture; empty before a choice. */
  get url(): string {
    return this.#url;
  }

  /** The entered name. */
  get id(): string {
    return this.#id.value.trim();
  }

  choose(file: File): void {
    this.#release();
    this.#file = file;
    this.#url = URL.createObjectURL(file);
    this.#fileName.textContent = file.name;
    this.#id.value = idFromFileName(file.name);
    this.#onChoice();
  }

  /** Empties the form, and frees the chosen picture. */
  reset(): void {
    this.#release();
    this.#file = undefined;
    this.#form.reset();
    this.#fileName.textContent = texts.portrait.choosePicture;
  }

  show(): void {
    this.#form.hidden = false;
  }

  hide(): void {
    this.#form.hidden = true;
  }

  #release(): void {
    if (this.#url !== '') URL.revokeObjectURL(this.#url);
    this.#url = '';
  }
}

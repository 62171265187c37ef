import { fileKind } from '../files/file-kind.js';
import { limitsOf } from '../service/limits.js';
import { PageProblem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { size } from '../view/format.js';
import { nameFromFileName } from './portrait-id.js';
import { scalePhoto, type Photo } from './scale-photo.js';

/** What the form reports. */
interface PictureEvents {
  /** Another picture was chosen; it may not be ready yet. */
  chosen(): void;
  /** The picture cannot be used. */
  failed(error: unknown): void;
  submitted(): void;
}

/** The form in which a picture is chosen and named. */
export class PictureForm {
  readonly send = find('picture-send', HTMLButtonElement);
  readonly #service: Service;
  readonly #events: PictureEvents;
  readonly #form = find('add-form', HTMLFormElement);
  readonly #drop = find('picture-drop', HTMLElement);
  readonly #input = find('picture-file', HTMLInputElement);
  readonly #fileName = find('picture-name', HTMLElement);
  readonly #name = find('portrait-name', HTMLInputElement);
  #file: File | undefined;
  #photo: Photo | undefined;
  #url = '';

  constructor(service: Service, events: PictureEvents) {
    this.#service = service;
    this.#events = events;
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      if (file) void this.choose(file);
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      events.submitted();
    });
  }

  /** The chosen picture, once it is ready to be uploaded. */
  get photo(): Photo | undefined {
    return this.#photo;
  }

  /** The object URL of the picture; empty before a choice. */
  get url(): string {
    return this.#url;
  }

  /** The entered name, which may be empty. */
  get name(): string {
    return this.#name.value.replaceAll(/\s+/g, ' ').trim();
  }

  /** Prepares a picture for the upload. */
  async choose(file: File): Promise<void> {
    this.#release();
    this.#file = file;
    this.#fileName.textContent = texts.files.preparing;
    this.#drop.setAttribute('aria-busy', 'true');
    this.send.disabled = true;
    this.#events.chosen();
    try {
      const photo = await this.#prepared(file);
      // Another picture may have been chosen, or the dialog closed, in the meantime.
      if (this.#file !== file) return;
      this.#photo = photo;
      this.#url = URL.createObjectURL(photo.blob);
      this.#fileName.textContent = `${file.name}, ${size(photo.blob.size)}`;
      this.#name.value = nameFromFileName(file.name, this.#name.maxLength);
      announce(file.name);
    } catch (error) {
      if (this.#file !== file) return;
      this.#input.value = '';
      this.#fileName.textContent = texts.portrait.choosePicture;
      this.#events.failed(error);
    }
    this.#drop.removeAttribute('aria-busy');
    this.send.disabled = false;
  }

  /** Empties the form, and frees the chosen picture. */
  reset(): void {
    this.#release();
    this.#file = undefined;
    this.#form.reset();
    this.#fileName.textContent = texts.portrait.choosePicture;
    this.#drop.removeAttribute('aria-busy');
    this.send.disabled = false;
    this.send.hidden = false;
  }

  show(): void {
    this.#form.hidden = false;
  }

  hide(): void {
    this.#form.hidden = true;
  }

  /** @throws PageProblem that says why the file cannot be a portrait */
  async #prepared(file: File): Promise<Photo> {
    const { files } = texts;
    if (file.size === 0) throw new PageProblem('portrait_unreadable', files.empty(file.name));
    const kind = await fileKind(file);
    if (kind && kind.kind !== 'picture')
      throw new PageProblem('portrait_unreadable', files.noPicture(file.name, kind.format));
    const photo = await scalePhoto(file, kind?.format ?? '');
    if (!photo) throw new PageProblem('portrait_unreadable', files.unreadable(file.name));
    const { maxBytes } = (await limitsOf(this.#service)).picture;
    if (photo.blob.size > maxBytes)
      throw new PageProblem(
        'portrait_too_large',
        files.tooLarge(file.name, size(photo.blob.size), size(maxBytes)),
      );
    return photo;
  }

  #release(): void {
    if (this.#url !== '') URL.revokeObjectURL(this.#url);
    this.#url = '';
    this.#photo = undefined;
  }
}

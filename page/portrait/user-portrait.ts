import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { clearProblem, showProblem } from '../view/problem.js';
import type { AddDialog } from './add-dialog.js';
import type { Gallery } from './gallery.js';
import { deletePortrait, portraitDetail, type Portrait, type PortraitDetail } from './portrait.js';

/** The actions for an uploaded portrait: correct its face box, and delete it. */
export class UserPortrait {
  readonly #service: Service;
  readonly #gallery: Gallery;
  readonly #place = find('user-portrait', HTMLElement);
  readonly #delete = find('delete', HTMLButtonElement);
  readonly #problem = find('form-problem', HTMLElement);
  #portrait: PortraitDetail | undefined;
  #isSure = false;

  constructor(service: Service, gallery: Gallery, dialog: AddDialog) {
    this.#service = service;
    this.#gallery = gallery;
    find('adjust', HTMLButtonElement).addEventListener('click', () => {
      const portrait = this.#portrait;
      if (portrait) void gallery.pictureUrl(portrait).then((url) => dialog.openFor(portrait, url));
    });
    this.#delete.addEventListener('click', () => void this.#deleteWhenSure());
    this.#delete.addEventListener('blur', () => this.#ask(false));
  }

  /** Shows the actions for the chosen portrait. */
  async show({ id }: Portrait): Promise<void> {
    this.#ask(false);
    // The buttons stay if the portrait was only reloaded: the focus may be on them.
    if (this.#portrait?.id !== id) this.#select(undefined);
    const detail = await portraitDetail(this.#service, id).catch(() => undefined);
    if (this.#gallery.chosen?.id === id) this.#select(detail?.added === true ? detail : undefined);
  }

  #select(portrait: PortraitDetail | undefined): void {
    this.#portrait = portrait;
    this.#place.hidden = portrait === undefined;
  }

  async #deleteWhenSure(): Promise<void> {
    const portrait = this.#portrait;
    if (!portrait) return;
    if (!this.#isSure) {
      this.#ask(true);
      announce(texts.portrait.pressAgain(portrait.name));
      return;
    }
    clearProblem(this.#problem);
    try {
      await deletePortrait(this.#service, portrait.id);
      announce(texts.portrait.deleted(portrait.name));
      await this.#gallery.reload();
      // The button is gone together with its portrait.
      this.#gallery.focus();
    } catch (error) {
      showProblem(this.#problem, error);
    }
  }

  #ask(isSure: boolean): void {
    this.#isSure = isSure;
    this.#delete.textContent = isSure ? texts.portrait.deleteForGood : texts.portrait.delete;
  }
}

import type { Job } from '../service/job.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { figures, stageMessages } from './progress-messages.js';

/** The bar below the stage, with what is being done. */
export class ProgressView {
  readonly #section = find('progress', HTMLElement);
  readonly #bar = find('progress-bar', HTMLProgressElement);
  readonly #words = find('progress-stage', HTMLElement);
  readonly #figures = find('progress-figures', HTMLElement);

  /** Shows the progress of a job. */
  show(job: Job): void {
    this.#section.hidden = false;
    const words = stageMessages(job);
    if (words !== this.#words.textContent) announce(words);
    this.#words.textContent = words;
    this.#figures.textContent = figures(job);
    if (job.state === 'processing' && job.frames !== undefined) this.#bar.value = job.progress;
    else this.#bar.removeAttribute('value');
  }

  /** Shows that a request is being sent. */
  showSending(): void {
    this.#section.hidden = false;
    this.#words.textContent = texts.stage.sending;
    this.#figures.textContent = '';
    this.#bar.removeAttribute('value');
    announce(texts.stage.sending);
  }

  hide(): void {
    this.#section.hidden = true;
  }
}

import { servicePath } from '../service/base-path.js';
import { find } from '../view/find.js';

/** A short film of a bundled portrait, which shows a first visitor what comes out. */
export class Film {
  readonly #video = find('stage-film', HTMLVideoElement);
  readonly #button = find('film-pause', HTMLButtonElement);
  #isOver = false;

  constructor() {
    this.#button.addEventListener('click', () => this.stop());
  }

  /** Plays the film once the page is loaded; not with reduced motion or saved data. */
  async play(): Promise<void> {
    if (matchMedia('(prefers-reduced-motion: reduce), (prefers-reduced-data: reduce)').matches || savesData())
      return;
    if (document.readyState !== 'complete')
      await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    // A copy: Safari asks for ranges of what it plays.
    const response = await fetch(servicePath('/page/film.mp4')).catch(() => undefined);
    if (response?.ok !== true || this.#isOver) return;
    this.#video.src = URL.createObjectURL(await response.blob());
    await this.#video.play().catch(() => undefined);
    this.#video.hidden = this.#isOver;
    this.#button.hidden = this.#isOver;
  }

  /** Ends the film for good: something else is on the stage. */
  stop(): void {
    this.#isOver = true;
    this.#video.pause();
    this.#video.hidden = true;
    this.#button.hidden = true;
    if (this.#video.src.startsWith('blob:')) URL.revokeObjectURL(this.#video.src);
    this.#video.removeAttribute('src');
  }
}

function savesData(): boolean {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined;
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}

import type { Job } from '../service/job.js';
import { texts } from '../texts/texts.js';
import { find } from '../view/find.js';
import { Captions } from './captions.js';
import { StackedPicture } from './stacked-picture.js';

/** The player on the stage, which also plays stacked videos and says what it cannot play. */
export class Player {
  readonly video = find('stage-video', HTMLVideoElement);
  readonly #picture = find('stage-picture', HTMLImageElement);
  readonly #section = find('stage', HTMLElement);
  readonly #noWebGl = find('stage-no-webgl', HTMLElement);
  readonly #notPlayable = find('stage-not-playable', HTMLElement);
  readonly #captions = new Captions(this.video);
  readonly #stacked = new StackedPicture(this.video);

  /** Puts the player in place of the portrait. @param captions the URL of its captions */
  show({ isStacked, isTransparent, result }: Job, name: string, captions?: string): void {
    const isPlayable = result?.format !== 'mov' || this.video.canPlayType('video/quicktime') !== '';
    const isDrawn = isStacked && this.#stacked.show();
    this.#notPlayable.hidden = isPlayable;
    this.#noWebGl.hidden = !isStacked || isDrawn;
    this.showGround(isTransparent && (isDrawn || !isStacked));
    this.#captions.offer(isPlayable ? captions : undefined, isDrawn);
    this.video.setAttribute('aria-label', texts.stage.speaks(name));
    this.video.hidden = !isPlayable;
    this.#picture.hidden = isPlayable;
  }

  /** Removes the player and its video. @param keepsVideo whether it only loses its captions and notes */
  clear(keepsVideo: boolean): void {
    this.#captions.offer(undefined);
    this.#noWebGl.hidden = true;
    this.#notPlayable.hidden = true;
    if (keepsVideo) return;
    this.video.pause();
    this.#stacked.hide();
    this.video.hidden = true;
    this.video.removeAttribute('src');
    this.#picture.hidden = false;
  }

  /** Shows what is behind a transparent portrait: a checkered ground. */
  showGround(isCheckered: boolean): void {
    this.#section.classList.toggle('checkered', isCheckered);
  }
}

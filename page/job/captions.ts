import { texts } from '../texts/texts.js';
import { element } from '../view/element.js';
import { find } from '../view/find.js';

/** The captions of a video, hidden until their button is pressed. */
export class Captions {
  readonly #video: HTMLVideoElement;
  readonly #button = find('captions', HTMLButtonElement);

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#button.addEventListener('click', () =>
      this.#show(this.#button.getAttribute('aria-pressed') !== 'true'),
    );
  }

  /** Offers the captions at a URL, in place of those of the video before, or removes them. */
  offer(url: string | undefined): void {
    this.#video.replaceChildren(
      ...(url === undefined
        ? []
        : [element('track', { kind: 'captions', label: texts.stage.captionsLabel, src: url })]),
    );
    this.#button.hidden = url === undefined;
    this.#show(false);
  }

  #show(isShown: boolean): void {
    this.#button.setAttribute('aria-pressed', String(isShown));
    for (const track of this.#video.textTracks) track.mode = isShown ? 'showing' : 'disabled';
  }
}

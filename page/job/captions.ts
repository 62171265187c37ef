import { texts } from '../texts/texts.js';
import { element } from '../view/element.js';
import { find } from '../view/find.js';

/** The captions of a video, hidden until their button is pressed. */
export class Captions {
  readonly #video: HTMLVideoElement;
  readonly #button = find('captions', HTMLButtonElement);
  readonly #line = find('stage-line', HTMLElement);
  /** Whether the page shows the lines, not the player: browsers put theirs over the picture of the video. */
  #isDrawn = false;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#button.addEventListener('click', () =>
      this.#show(this.#button.getAttribute('aria-pressed') !== 'true'),
    );
  }

  /**
   * Offers captions in place of those of the video before.
   * @param url undefined if the video has no captions
   * @param isDrawn whether the picture of the video is drawn elsewhere than in the player
   */
  offer(url: string | undefined, isDrawn = false): void {
    this.#isDrawn = isDrawn;
    this.#video.replaceChildren();
    this.#button.hidden = url === undefined;
    if (url !== undefined) {
      const track = element('track', { kind: 'captions', label: texts.stage.captionsLabel, src: url });
      track.track.addEventListener('cuechange', () => this.#draw(track.track));
      this.#video.append(track);
    }
    this.#show(false);
  }

  #show(isShown: boolean): void {
    this.#button.setAttribute('aria-pressed', String(isShown));
    this.#line.hidden = !isShown || !this.#isDrawn;
    for (const track of this.#video.textTracks) {
      track.mode = !isShown ? 'disabled' : this.#isDrawn ? 'hidden' : 'showing';
      this.#draw(track);
    }
  }

  #draw({ activeCues }: TextTrack): void {
    const cues = Array.from(activeCues ?? []).filter((cue) => cue instanceof VTTCue);
    this.#line.textContent = cues.map((cue) => cue.getCueAsHTML().textContent).join('\n');
  }
}

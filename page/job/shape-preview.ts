import type { Gallery } from '../portrait/gallery.js';
import type { Portrait } from '../portrait/portrait.js';
import type { RenderOptions } from '../service/render-options.js';
import { requestFrame } from '../service/request-render.js';
import { retryWhenBusy } from '../service/retry-when-busy.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { find } from '../view/find.js';
import { showProblem } from '../view/problem.js';
import { waitForRenderer } from '../view/wait-for-renderer.js';
import type { Stage } from './stage.js';

/** So that a color that is dragged is not rendered at each step. */
const pauseMs = 400;

/** The frame of the chosen shape, on the stage before anything is rendered. */
export class ShapePreview {
  readonly #service: Service;
  readonly #stage: Stage;
  readonly #gallery: Gallery;
  readonly #problem = find('form-problem', HTMLElement);
  #turn = 0;

  constructor(service: Service, stage: Stage, gallery: Gallery) {
    this.#service = service;
    this.#stage = stage;
    this.#gallery = gallery;
  }

  /** Something else is on the stage from now on. */
  cancel(): void {
    this.#turn += 1;
  }

  /** Shows a portrait as its video will show it. @param isWanted whether the portrait is still on the stage */
  async show(portrait: Portrait, options: RenderOptions, isWanted: () => boolean): Promise<void> {
    const turn = ++this.#turn;
    const isCurrent = () => turn === this.#turn && isWanted();
    const url = await this.#gallery.stageUrl(portrait);
    if (!isCurrent()) return;
    this.#stage.showPortrait(portrait, url);
    this.#stage.showGround(options.background === 'transparent');
    if (!isFramed(options)) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (!isCurrent()) return;
    this.#stage.showWaiting(texts.stage.framing);
    try {
      const frame = await retryWhenBusy(
        () => requestFrame(this.#service, portrait.id, undefined, options),
        (seconds) => waitForRenderer(this.#problem, seconds, isCurrent),
      );
      if (!frame || !isCurrent()) return;
      this.#stage.showFrame(portrait, frame, texts.stage.framed);
    } catch (error) {
      if (!isCurrent()) return;
      this.#stage.showWaiting('');
      showProblem(this.#problem, error);
    }
  }
}

/** Whether the video differs from the portrait's own picture in its shape or its background. */
function isFramed({ aspect, background }: RenderOptions): boolean {
  return aspect !== undefined || background !== undefined;
}

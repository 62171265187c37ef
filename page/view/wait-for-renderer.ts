import { texts } from '../texts/texts.js';
import { element } from './element.js';
import { clearProblem } from './problem.js';

const checkIntervalMs = 200;

/**
 * Explains that a frame has to wait for a video that is being rendered, and waits.
 * @returns whether the frame is still wanted; false as soon as it is not
 */
export async function waitForRenderer(
  place: HTMLElement,
  seconds: number,
  isWanted: () => boolean,
): Promise<boolean> {
  const title = element('p', { class: 'problem-title' }, texts.problem.rendering);
  place.replaceChildren(title, element('p', {}, texts.problem.waiting(seconds)));
  const end = performance.now() + seconds * 1000;
  while (isWanted() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, checkIntervalMs));
  }
  // Another action may have put its own message here in the meantime.
  if (title.isConnected) clearProblem(place);
  return isWanted();
}

import { answerOfThread } from '../../../domain/thread-answer.js';
import { asBuffer } from '../picture/as-buffer.js';
import type { PictureWithFace } from './framing/map-face.js';

const closing = {
  module: new URL('./close-mouth-worker.js', import.meta.url),
  task: 'closes mouths',
};

/**
 * Closes an open mouth on a thread of its own: most mouths are closed, and in a large picture it takes
 * longer than the main thread may pause.
 * @throws RenderError `internal` if the thread dies; the reason of the abort
 */
export async function closeMouthApart(
  opened: PictureWithFace,
  signal?: AbortSignal,
): Promise<PictureWithFace> {
  if (!opened.face.openMouth) return opened;
  const { picture, face } = await answerOfThread<PictureWithFace>(closing, opened, signal);
  return { picture: { ...picture, rgb: asBuffer(picture.rgb) }, face };
}

import { motionStrengths } from '../domain/motion-presets.js';
import { describeRenderWarnings } from '../domain/render-warnings.js';
import type { TextWarningCode } from '../domain/text-warnings.js';
import type { Renderer } from '../function/render/load-renderer.js';
import { render } from '../function/render/render.js';
import { sha256OfFile } from '../storage/files/sha256.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import type { PreparedVideo } from './prepare-video.js';
import type { RenderedVideo } from './rendered-video.js';
import { pipeVideo, putInPlace } from './video-target.js';
import { spokenVoice, voiceSource } from './voice-input.js';

/**
 * Renders one video with a loaded renderer, which serves one render at a time.
 * @throws RenderError; the reason of the signal
 */
export async function renderPrepared(
  { request, options, avatar, inputs, names, signal }: PreparedVideo,
  renderer: Renderer,
): Promise<RenderedVideo> {
  const { settings } = renderer;
  const { text, voice, onProgress = () => undefined } = request;
  const textWarnings: TextWarningCode[] = [];
  const source =
    text === undefined
      ? voiceSource(voice, names.voice)
      : spokenVoice({ ...options, text, voice: options.speechVoice }, renderer, (warnings) =>
          textWarnings.push(...warnings),
        );
  const job = {
    avatar,
    voice: source,
    fps: options.fps ?? settings.VIDEO_FPS,
    mouthStrength: options.mouthStrength,
    motion: motionStrengths(options.motion, settings.MOTION),
    seed: options.seed ?? avatar.id,
    form: options,
  };
  return withScratchDir(async (scratch) => {
    const result = await render(job, renderer, { scratch, report: onProgress, signal });
    const sha256 = await sha256OfFile(result.file, signal);
    if (request.out === undefined) await pipeVideo(result.file, request.stream, signal);
    else await putInPlace(result.file, request.out, names.out, inputs);
    const { width, height, frames, fps, durationSeconds, bytes, seconds, warnings = [] } = result;
    const described = describeRenderWarnings([...warnings, ...textWarnings]).warnings ?? [];
    return { width, height, frames, fps, durationSeconds, bytes, sha256, warnings: described, seconds };
  });
}

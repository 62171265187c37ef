import PQueue from 'p-queue';
import { RenderError } from '../errors/render-error.js';
import { loadRenderer, type Renderer } from '../function/render/load-renderer.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import { findFaces, type FoundFaces } from './find-faces.js';
import type { PortraitInput } from './portrait-input.js';
import { prepareVideo } from './prepare-video.js';
import { renderPrepared } from './render-prepared.js';
import type { RenderedVideo } from './rendered-video.js';
import { readRendererSettings, type RendererOptions } from './renderer-settings.js';
import { withTypedErrors } from './typed-errors.js';
import type { VideoRequest } from './video-request.js';

/** A loaded model that renders videos, one at a time. */
export interface VideoRenderer {
  /** What the network runs on. */
  readonly executionProvider: 'cuda' | 'webgpu' | 'cpu';
  /** The checkpoint: its file name, its hash, and whether it is the open model that ships with the package. */
  readonly model: { readonly file: string; readonly sha256: string; readonly open: boolean };
  /**
   * Renders a video. Renders that are requested meanwhile wait for it.
   * @throws RenderError with a code of `docs/errors.md`; the reason of `signal`
   */
  render(request: VideoRequest): Promise<RenderedVideo>;
  /**
   * Finds the faces in a picture, for example to let a user choose one.
   * @throws RenderError `portrait_*`, `avatar_not_found`
   */
  findFaces(portrait: PortraitInput, options?: { readonly signal?: AbortSignal }): Promise<FoundFaces>;
  /** Waits for the renders that were requested, and ends the threads of the renderer. */
  close(): Promise<void>;
}

/**
 * Loads a model, which takes a second or more, and keeps it for any number of videos until `close`.
 * @param options settings in camel case; an absent one is read from the environment, then the default counts
 * @throws RenderError `bad_setting`, `ffmpeg_missing`, `checkpoint_*`, `provider_unavailable`,
 *   `encoder_unavailable`; the reason of `signal`
 */
export async function createRenderer(
  options: RendererOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<VideoRenderer> {
  const { signal, ...given } = options;
  return withTypedErrors(signal, async () => {
    const settings = readRendererSettings(given);
    const loaded = await loadRenderer(settings, () => fetchModelFolder(settings, signal), signal);
    return videoRenderer(loaded);
  });
}

function videoRenderer(renderer: Renderer): VideoRenderer {
  const { engine, networks, model, settings } = renderer;
  // The engine serves one portrait at a time.
  const queue = new PQueue({ concurrency: 1 });
  const searches = new PQueue();
  let isClosed = false;
  const run = <T>(where: PQueue, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> =>
    withTypedErrors(signal, () => {
      if (isClosed) throw new RenderError('request_invalid', 'The renderer is closed. Create another one.');
      return where.add(work);
    });
  return {
    executionProvider: engine.provider,
    model: { file: model.manifest.source.file, sha256: model.manifest.source.sha256, open: model.open },
    render: (request) =>
      run(queue, request.signal, async () => renderPrepared(await prepareVideo(request, settings), renderer)),
    findFaces: (portrait, { signal = new AbortController().signal } = {}) =>
      run(searches, signal, () => findFaces(portrait, settings, networks.examineFaces, signal)),
    async close() {
      isClosed = true;
      await Promise.all([queue.onIdle(), searches.onIdle()]);
      await Promise.all([engine.close(), networks.close()]);
    },
  };
}

import { loadRenderer } from '../function/render/load-renderer.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import { prepareVideo } from './prepare-video.js';
import { renderPrepared } from './render-prepared.js';
import type { RenderedVideo } from './rendered-video.js';
import { readRendererSettings, type RendererOptions } from './renderer-settings.js';
import { withTypedErrors } from './typed-errors.js';
import type { VideoRequest } from './video-request.js';

/**
 * Renders one video: loads the model, renders, and ends everything that it started. For several videos,
 * `createRenderer` loads the model once.
 * @param options settings in camel case, as of `createRenderer`
 * @throws RenderError with a code of `docs/errors.md`; the reason of the request's signal
 */
export async function renderVideo(
  request: VideoRequest,
  options: RendererOptions = {},
): Promise<RenderedVideo> {
  return withTypedErrors(request.signal, async () => {
    const settings = readRendererSettings(options);
    const prepared = await prepareVideo(request, settings);
    const { signal } = prepared;
    const renderer = await loadRenderer(settings, () => fetchModelFolder(settings, signal), signal);
    try {
      return await renderPrepared(prepared, renderer);
    } finally {
      await Promise.all([renderer.engine.close(), renderer.networks.close()]);
    }
  });
}

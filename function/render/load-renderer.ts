import { setImmediate } from 'node:timers/promises';
import type { Settings } from '../../config/settings.js';
import { findFfmpeg } from './ffmpeg/find.js';
import { openMark, type Mark } from './mark/mark.js';
import type { RenderEngine } from './render.js';
import { chooseEncoder, type VideoEncoder } from './video/choose-encoder.js';
import { loadEngine } from './inference/load-engine.js';
import { SmallNetworks } from './inference/small-networks.js';
import { findModel, type Model } from './model/model.js';
import { chooseProvider, type UnavailableProvider } from './gpu/choose-provider.js';

/**
 * Wav2Lip's training shows a window that begins one frame before the frame, at 25 frames a second; with the
 * one at the frame, as in its inference.py, lips are early.
 */
const trainingLeadMs = 40;

/** Everything a render needs, and the loaded model. */
export interface Renderer extends RenderEngine {
  readonly settings: Settings;
  readonly model: Model;
  readonly encoder: VideoEncoder;
  readonly mark: Mark;
  /** Providers that were tried before the one in use, and why they could not be used. */
  readonly unavailable: readonly UnavailableProvider[];
}

/**
 * Finds ffmpeg and a model, and loads the model on the best available device. Cheap checks come
 * first, so that a wrong setting fails before a model is downloaded.
 * @param modelFolder gives the folder to look for models in; called once ffmpeg and a device are found
 * @throws RenderError `ffmpeg_missing`, `checkpoint_*`, `provider_unavailable`, `encoder_unavailable`,
 *   and what `modelFolder` throws
 */
export async function loadRenderer(
  settings: Settings,
  modelFolder: () => Promise<string>,
  signal?: AbortSignal,
): Promise<Renderer> {
  const choice = await chooseProvider(settings);
  const ffmpeg = await findFfmpeg(settings.FFMPEG_PATH);
  const model = await findModel({ ...settings, MODELS_DIR: await modelFolder() }, signal);
  const mark = await openMark(settings, model.manifest.source);
  const [{ engine, unavailable }, encoder] = await Promise.all([
    preload(loadEngine(model.folder, settings, choice)),
    chooseEncoder(settings, ffmpeg),
  ]);
  const networks = new SmallNetworks();
  const timed = {
    ...settings,
    VOICE_WINDOW_LEAD_MS: settings.VOICE_WINDOW_LEAD_MS ?? (model.open ? 0 : trainingLeadMs),
  };
  return { ffmpeg, encoder, model, engine, networks, unavailable, settings: timed, mark };
}

/**
 * While the network loads on its own thread, imports the modules that the first render needs: those of
 * portraits, downloads, and frames, which take as long as a small network, and all others if there is
 * time left.
 */
async function preload<T>(loading: Promise<T>): Promise<T> {
  // A failure in the meantime is reported by the caller's await.
  loading.catch(() => undefined);
  await Promise.all([
    import('./portrait/portrait.js'),
    import('./voice/fetch/fetch-voice.js'),
    import('./frame-stream.js'),
  ]);
  const loaded = await Promise.race([loading.then(() => true), setImmediate(false)]);
  if (!loaded) await import('./render.js');
  return loading;
}

import type { Settings } from '../config/settings.js';
import { openModelBucket } from '../storage/open-catalogue.js';
import { findFfmpeg } from './ffmpeg/find.js';
import type { RenderTools } from './render.js';
import { fetchModels } from './wav2lip/bucket-models.js';
import { MouthEngine } from './wav2lip/engine.js';
import { findModel, type Model } from './wav2lip/model.js';

/** All that a render works with, and the model that it is. */
export interface LoadedTools extends RenderTools {
  readonly model: Model;
}

/**
 * Finds ffmpeg and the model, and loads it.
 * @throws RenderError `ffmpeg_missing`, `checkpoint_*`, `provider_unavailable`, `store_*`
 */
export async function loadTools(settings: Settings, signal?: AbortSignal): Promise<LoadedTools> {
  const ffmpeg = await findFfmpeg(settings.FFMPEG_PATH);
  const bucket = settings.WAV2LIP_CHECKPOINT === undefined ? await openModelBucket(settings) : undefined;
  const fetched = bucket && (await fetchModels(bucket, settings.CACHE_DIR, signal));
  const model = await findModel({ ...settings, MODELS_DIR: fetched ?? settings.MODELS_DIR }, signal);
  const engine = await MouthEngine.load(model.folder, { threads: settings.THREADS });
  return { ffmpeg, model, engine, settings };
}

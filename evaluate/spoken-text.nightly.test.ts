import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { readSettings } from '../config/settings.js';
import { loadRenderer } from '../function/render/load-renderer.js';
import { toAvatar } from '../function/render/portrait/avatar.js';
import { loadPortrait } from '../function/render/portrait/load-portrait.js';
import type { DecodedVoice } from '../function/render/voice/decode/decode.js';
import { readMelColumns, sampleRateHz } from '../function/render/voice/features/mel.js';
import { readSamples } from '../function/render/voice/decode/samples.js';
import { synthesize } from '../function/render/speech/synthesize.js';
import { loadVoice } from '../function/render/voice/voice.js';
import { bundledSource, Catalogue, readPortrait } from '../storage/catalogue/catalogue.js';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { timeWarp } from '../test/fixtures/time-warp.js';
import { clipsFolder, readClips, type GroundTruth } from './clips.js';
import { findLips } from './lips.js';
import { renderClip } from './render-clip.js';
import { withStage } from './stage.js';
import { bestLag, score } from './score.js';

const settings = readSettings({
  WAV2LIP_CHECKPOINT: path.join(packageRoot, 'models', 'wav2lip-open.pth'),
  EXECUTION_PROVIDER: 'cpu',
});

/** The columns of a voice's spectrogram, up to a second. */
async function columnsOf(voice: DecodedVoice, untilSeconds = Infinity): Promise<Float32Array[]> {
  const columns: Float32Array[] = [];
  for await (const column of readMelColumns(readSamples(voice.samplesFile))) columns.push(column);
  return columns.slice(0, Math.ceil(columnsPerSecond * untilSeconds));
}
const columnsPerSecond = sampleRateHz / 200;

/** The opening of a clip's mouth at the moments of another voice that says the same. */
function warpedOpening({ opening, fps }: GroundTruth, warp: readonly number[], frames: number): number[] {
  const columnsPerFrame = columnsPerSecond / fps;
  return Array.from({ length: frames }, (_, frame) => {
    const column = warp[Math.round((frame + 0.5) * columnsPerFrame)] ?? warp.at(-1) ?? 0;
    const place = Math.max(0, column / columnsPerFrame - 0.5);
    const [before, after] = [opening[Math.floor(place)] ?? 0, opening[Math.ceil(place)] ?? 0];
    return before + (after - before) * (place % 1);
  });
}

/*
 * The ground truth is that of the evaluation clip in which the same voice, of another version of Flite,
 * says the same sentence, moved to where our Flite says each sound.
 */
test('lips follow a text as they follow a recording of it', async ({ signal }) => {
  const [clip] = await readClips(clipsFolder, ['en-flite-rms']);
  if (!clip) throw new TypeError('no clip');
  const { truth } = clip;
  const text = truth.text.slice(0, truth.text.indexOf('.') + 1);
  const [, pause] = truth.pauses;
  const renderer = await loadRenderer(settings, () => Promise.resolve(settings.MODELS_DIR), signal);
  onTestFinished(() => renderer.engine.close());
  onTestFinished(() => renderer.networks.close());
  const [folder, clipFolder] = [await temporaryFolder(), await temporaryFolder()];
  const file = path.join(folder, 'speech.wav');
  await synthesize({ text, voice: 'rms' }, renderer, file, signal);
  const voice = await loadVoice({ file }, folder, renderer, signal);
  const recording = await loadVoice({ file: clip.file }, clipFolder, renderer, signal);

  const portrait = await loadPortrait(
    toAvatar(await readPortrait(new Catalogue([bundledSource]), 'alice')),
    settings,
    renderer.networks.examineFaces,
  );
  await renderer.engine.setPortrait(portrait.tensors);
  const lips = await findLips(portrait.picture, portrait.face.box, renderer.networks.examineFaces);
  const speaker = { id: 'alice', portrait, lips };
  const { openings } = await withStage(renderer.engine, portrait, signal, (stage) =>
    renderClip(renderer, speaker, stage, { voice, fps: truth.fps, signal }),
  );

  const warp = timeWarp(await columnsOf(voice), await columnsOf(recording, pause?.[1]));
  const opening = warpedOpening(truth, warp, openings.length);
  const { correlation, correlations } = score(openings, { ...truth, opening, closures: [], pauses: [] });
  expect(correlation).toBeGreaterThan(0.8);
  expect(bestLag(correlations)).toBe(0);
});

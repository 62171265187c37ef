import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadAvatar } from '../library/portrait-input.js';
import { loadPortrait } from '../function/render/portrait/load-portrait.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import type { Renderer } from '../function/render/load-renderer.js';
import { loudnessPerSecond } from '../function/render/voice/features/loudness.js';
import { loadVoice } from '../function/render/voice/voice.js';
import { findLips } from './lips.js';
import { renderClip, samplesOf } from './render-clip.js';
import { withStage } from './stage.js';
import { drawSheet } from './sheet.js';

const fps = 25;
const rows = 3;
/** The sheet begins just before the voice first reaches this share of its maximum loudness. */
const audible = 0.1;
const leadSeconds = 0.2;

/**
 * Draws one contact sheet of any portrait and any voice into a file.
 * @param sheet.avatar an id from the catalogue, or a picture
 */
export async function renderSheet(
  { avatar, voiceFile, out }: { avatar: string; voiceFile: string; out: string },
  renderer: Renderer,
  signal: AbortSignal,
): Promise<void> {
  const { engine, networks, settings } = renderer;
  const resolved = await loadAvatar(avatar, undefined, settings, signal);
  const { id } = resolved;
  const portrait = await loadPortrait(resolved, settings, networks.examineFaces, { signal });
  const lips = await findLips(portrait.picture, portrait.face.box, networks.examineFaces);
  await engine.setPortrait(portrait.tensors);
  await withScratchDir(async (scratch) => {
    const voice = await loadVoice({ file: voiceFile }, scratch, renderer, signal);
    const rendered = await withStage(engine, portrait, signal, (stage) =>
      renderClip({ engine, settings }, { id, portrait, lips }, stage, { voice, fps, signal }),
    );
    const maxLevel = voice.loudness.reduce((max, value) => Math.max(max, value), 0);
    const begins = voice.loudness.findIndex((value) => value >= audible * maxLevel) / loudnessPerSecond;
    const png = await drawSheet(
      {
        title: `${path.parse(id).name}, ${path.basename(voiceFile)}`,
        portrait,
        rendered,
        fps,
        samples: await samplesOf(voice),
        fromSeconds: Math.max(0, begins - leadSeconds),
      },
      rows,
    );
    await mkdir(path.dirname(path.resolve(out)), { recursive: true });
    await writeFile(out, png);
  });
}

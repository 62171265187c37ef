import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toAvatar } from '../function/render/portrait/avatar.js';
import { loadPortrait } from '../function/render/portrait/load-portrait.js';
import { withScratchDir } from '../function/render/scratch-dir.js';
import type { Renderer } from '../function/render/load-renderer.js';
import { loadVoice, type Voice } from '../function/render/voice/voice.js';
import type { Model } from '../function/render/wav2lip/model.js';
import { bundledSource, Catalogue, readPortrait } from '../storage/catalogue/catalogue.js';
import { clipsFolder, readClips, type Clip } from './clips.js';
import { score } from './score.js';
import { findLips } from './lips.js';
import { renderClip, samplesOf, sampleWindows, type RenderedClip, type Speaker } from './render-clip.js';
import { tables } from './report.js';
import { drawSheet } from './sheet.js';
import { measureStability, type Stability } from './stability.js';
import { summarize, type Result } from './summary.js';

/** What to evaluate: the portraits and clips; all if none are named. */
export interface Selection {
  readonly portraits?: readonly string[] | undefined;
  readonly clips?: readonly string[] | undefined;
  /** Folder for tables, figures, and sheets. */
  readonly out: string;
}

const sheetRows = 3;
/** A sheet begins this long before the first sound. */
const leadSeconds = 0.2;
const titleLetters = 90;
const flickerWindows = 7;

/** A decoded clip. */
interface HeardClip extends Clip {
  readonly voice: Voice;
}

/**
 * Renders every chosen portrait with every chosen clip, and scores the frames.
 * @returns the tables
 * @throws RenderError `avatar_not_found`, `voice_not_found`, and what a render throws
 */
export async function evaluate(
  { portraits, clips, out }: Selection,
  renderer: Renderer,
  signal: AbortSignal,
): Promise<string> {
  const { engine, settings, model } = renderer;
  const chosen = await readClips(clipsFolder, clips);
  const catalogue = new Catalogue([bundledSource]);
  const ids = portraits ?? (await catalogue.list()).map(({ id }) => id);
  await mkdir(out, { recursive: true });
  return withScratchDir(async (scratch) => {
    const heard = await hear(chosen, scratch, renderer, signal);
    const results: Result[] = [];
    const stillness = new Map<string, Stability>();
    for (const [turn, id] of ids.entries()) {
      const speaker = await takeSpeaker(id, catalogue, renderer);
      await engine.setPortrait({ ...speaker.portrait, ...speaker.portrait.patch });
      for (const [number, clip] of heard.entries()) {
        const { fps } = clip.truth;
        const performance = await renderClip(engine, speaker, clip.voice, fps, settings, signal);
        results.push({
          clip: clip.truth.name,
          kind: clip.truth.kind,
          portrait: id,
          ...score(performance.openings, clip.truth),
        });
        // Each clip is drawn with another portrait, and each portrait with some clip.
        if (number % ids.length === turn || number === turn % heard.length) {
          await writeSheet(path.join(out, `${clip.truth.name}-${id}.png`), speaker, clip, performance);
        }
        process.stderr.write(`\r${id}: ${String(number + 1)} of ${String(heard.length)} clips `);
      }
      const windows = heard[0] ? await sampleWindows(heard[0].voice, heard[0].truth.fps, flickerWindows) : [];
      stillness.set(id, await measureStability(engine, speaker.portrait, windows));
      // Written after each portrait, so that an interrupted evaluation is useful.
      await writeFigures(out, model, results, stillness);
    }
    process.stderr.write('\n');
    return tables(results, stillness);
  });
}

async function writeFigures(
  out: string,
  { manifest, open }: Model,
  results: readonly Result[],
  stillness: ReadonlyMap<string, Stability>,
): Promise<void> {
  const { file, sha256 } = manifest.source;
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const summaries = kinds.map(
    (kind) => [kind, summarize(results.filter((result) => result.kind === kind))] as const,
  );
  const figures = {
    model: { file, sha256, open },
    summaries: Object.fromEntries(summaries),
    stillness: Object.fromEntries(stillness),
    results,
  };
  await writeFile(path.join(out, 'evaluation.json'), `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(path.join(out, 'evaluation.md'), `${tables(results, stillness)}\n`);
}

async function hear(
  clips: readonly Clip[],
  scratch: string,
  { ffmpeg, settings }: Renderer,
  signal: AbortSignal,
): Promise<HeardClip[]> {
  const heard: HeardClip[] = [];
  for (const clip of clips) {
    const folder = path.join(scratch, clip.truth.name);
    await mkdir(folder);
    heard.push({ ...clip, voice: await loadVoice({ file: clip.file }, folder, ffmpeg, settings, signal) });
  }
  return heard;
}

async function takeSpeaker(id: string, catalogue: Catalogue, { settings }: Renderer): Promise<Speaker> {
  const portrait = await loadPortrait(toAvatar(await readPortrait(catalogue, id)), settings);
  return { id, portrait, lips: await findLips(portrait.picture, portrait.face.box) };
}

async function writeSheet(
  file: string,
  { id, portrait }: Speaker,
  { truth, voice }: HeardClip,
  performance: RenderedClip,
): Promise<void> {
  const begins = truth.sounds.find(([, , sound]) => sound !== 'rest')?.[0] ?? 0;
  const subject = {
    title: `${id}, ${truth.name}: ${beginning(truth.text)}`,
    ...{ portrait, performance, truth },
    fps: truth.fps,
    samples: await samplesOf(voice),
    fromSeconds: Math.max(0, begins - leadSeconds),
  };
  await writeFile(file, await drawSheet(subject, sheetRows));
}

/** As many words as fit into a title. */
function beginning(text: string): string {
  if (text.length <= titleLetters) return text;
  return `${text.slice(0, text.lastIndexOf(' ', titleLetters))} …`;
}

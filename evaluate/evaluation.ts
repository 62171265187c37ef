import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toAvatar } from '../function/render/portrait/avatar.js';
import { loadPortrait } from '../function/render/portrait/load-portrait.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import type { Wav2LipEngine } from '../function/render/inference/engine.js';
import type { Renderer } from '../function/render/load-renderer.js';
import type { NetworkRun } from '../function/render/gpu/network-run.js';
import { loadVoice } from '../function/render/voice/voice.js';
import { bundledSource, Catalogue, readPortrait } from '../storage/catalogue/catalogue.js';
import { measureAppearance } from './appearance/appearance.js';
import { closeUpSize, drawCloseUps, eyesSize, type CloseUps } from './appearance/close-up-sheet.js';
import { convertIdentityNetwork } from './appearance/identity.js';
import { drawLidTiles } from './appearance/lid-tiles.js';
import { drawWidestMouths, widestOf, type WideMouth } from './appearance/widest-mouths.js';
import { writeClipSheet } from './clip-sheet.js';
import { clipsFolder, readClips, type Clip, type DecodedClip } from './clips.js';
import { score } from './score.js';
import { findLips } from './lips.js';
import { renderClip, sampleWindows, type Speaker } from './render-clip.js';
import { tables } from './report.js';
import { withStage } from './stage.js';
import { measureQuality } from './picture-quality.js';
import { measureStability, type Stability } from './stability.js';
import type { Result } from './summary.js';
import { writeFigures } from './write-figures.js';

/** What to evaluate: the portraits and clips; all if none are named. */
export interface Selection {
  readonly portraits?: readonly string[] | undefined;
  readonly clips?: readonly string[] | undefined;
  /** Folder for tables, figures, and sheets. */
  readonly out: string;
}

/** The number of windows that are checked for flicker. */
const flickerWindows = 7;
/** Whole frames of each clip that other networks look at. */
const wholeFrames = 24;

/**
 * Renders every chosen portrait with every chosen clip, and scores the frames.
 * @param drawing an engine of the same model without detail, to compare with
 * @returns the tables
 * @throws RenderError `avatar_not_found`, `voice_not_found`, and what a render throws
 */
export async function evaluate(
  { portraits, clips, out }: Selection,
  renderer: Renderer,
  drawing: Wav2LipEngine,
  signal: AbortSignal,
): Promise<string> {
  const { engine, settings, model } = renderer;
  const chosen = await readClips(clipsFolder, clips);
  const catalogue = new Catalogue([bundledSource]);
  const ids = portraits ?? (await catalogue.list()).map(({ id }) => id);
  await mkdir(out, { recursive: true });
  return withScratchDir(async (scratch) => {
    const decoded = await decodeClips(chosen, scratch, renderer, signal);
    const results: Result[] = [];
    const stability = new Map<string, Stability>();
    const closeUps: { mouths: CloseUps[]; lids: CloseUps[] } = { mouths: [], lids: [] };
    const onlookers = {
      examiner: renderer.networks.examineFaces,
      identityFile: await convertIdentityNetwork(scratch),
      run: (run: NetworkRun) => engine.runNetwork(run),
    };
    for (const [turn, id] of ids.entries()) {
      const speaker = await loadSpeaker(id, catalogue, renderer);
      const { tensors } = speaker.portrait;
      await Promise.all([engine.setPortrait(tensors), drawing.setPortrait(tensors)]);
      const widest: WideMouth[] = [];
      const found = await withStage(engine, speaker.portrait, signal, async (stage) => {
        for (const [number, clip] of decoded.entries()) {
          const { fps } = clip.truth;
          const rendered = await renderClip({ engine, settings }, speaker, stage, {
            voice: clip.voice,
            fps,
            wholeFrames,
            signal,
          });
          const drawn = await renderClip({ engine: drawing, settings }, speaker, stage, {
            voice: clip.voice,
            fps,
            signal,
          });
          const { patches } = rendered;
          results.push({
            clip: clip.truth.name,
            kind: clip.truth.kind,
            portrait: id,
            ...score(rendered.openings, clip.truth),
            quality: await measureQuality(speaker.portrait, stage.rest, patches, drawn.patches),
            appearance: await measureAppearance(speaker, stage.rest, rendered, onlookers),
          });
          widest.push(widestOf(rendered));
          // Each clip is drawn with another portrait, and each portrait with some clip.
          if (number % ids.length === turn || number === turn % decoded.length) {
            await writeClipSheet(path.join(out, `${clip.truth.name}-${id}.png`), speaker, clip, rendered);
          }
          process.stderr.write(`\r${id}: ${String(number + 1)} of ${String(decoded.length)} clips `);
        }
        const [first] = decoded;
        const windows = first ? await sampleWindows(first.voice, first.truth.fps, flickerWindows) : [];
        return measureStability(engine, speaker.portrait, stage, windows);
      });
      stability.set(id, found);
      closeUps.mouths.push({ title: id, tiles: await drawWidestMouths(speaker.portrait, widest) });
      closeUps.lids.push({ title: id, tiles: await drawLidTiles(engine, speaker.portrait, signal) });
      await writeFile(path.join(out, 'mouths.png'), await drawCloseUps(closeUps.mouths, closeUpSize));
      await writeFile(path.join(out, 'lids.png'), await drawCloseUps(closeUps.lids, eyesSize));
      // Written after each portrait, so that an interrupted evaluation is useful.
      await writeFigures(out, model, results, stability);
    }
    process.stderr.write('\n');
    return tables(results, stability);
  });
}

async function decodeClips(
  clips: readonly Clip[],
  scratch: string,
  renderer: Renderer,
  signal: AbortSignal,
): Promise<DecodedClip[]> {
  const decoded: DecodedClip[] = [];
  for (const clip of clips) {
    const folder = path.join(scratch, clip.truth.name);
    await mkdir(folder);
    decoded.push({ ...clip, voice: await loadVoice({ file: clip.file }, folder, renderer, signal) });
  }
  return decoded;
}

async function loadSpeaker(
  id: string,
  catalogue: Catalogue,
  { settings, networks: { examineFaces } }: Renderer,
): Promise<Speaker> {
  const avatar = toAvatar(await readPortrait(catalogue, id));
  const portrait = await loadPortrait(avatar, settings, examineFaces);
  return { id, portrait, lips: await findLips(portrait.picture, portrait.face.box, examineFaces) };
}

import { writeFile } from 'node:fs/promises';
import type { DecodedClip } from './clips.js';
import { samplesOf, type RenderedClip, type Speaker } from './render-clip.js';
import { drawSheet } from './sheet.js';

const sheetRows = 3;
/** A sheet begins this long before the first sound. */
const leadSeconds = 0.2;
const titleLetters = 90;

/** Draws the contact sheet of a portrait that speaks a clip. */
export async function writeClipSheet(
  file: string,
  { id, portrait }: Speaker,
  { truth, voice }: DecodedClip,
  rendered: RenderedClip,
): Promise<void> {
  const begins = truth.sounds.find(([, , sound]) => sound !== 'rest')?.[0] ?? 0;
  const subject = {
    title: `${id}, ${truth.name}: ${beginning(truth.text)}`,
    portrait,
    rendered,
    truth,
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

import { readMark } from '../function/render/mark/read-mark.js';
import type { XmpProperties } from '../function/render/mark/xmp-properties.js';

/** `avatar inspect`: prints how a file says it was made. */
export async function inspectCommand(file: string): Promise<void> {
  const { xmp } = await readMark(file);
  process.stdout.write(`${file}: ${summary(xmp)}\n${details(xmp).join('')}`);
}

/** The terms of the IPTC's vocabulary that mean that a model made all or part of a file. */
const aiSourceTypes = /\/(compositeWithT|t)rainedAlgorithmicMedia$/;

function summary(xmp: XmpProperties | undefined): string {
  if (!xmp?.digitalSourceType) return 'no mark that says how it was made';
  return aiSourceTypes.test(xmp.digitalSourceType) ? 'marked as AI-generated' : 'not marked as AI-generated';
}

function details(xmp: XmpProperties | undefined): string[] {
  if (!xmp) return [];
  const rows: [name: string, value: string | undefined][] = [
    ['source type', xmp.digitalSourceType],
    ['made with', xmp.creatorTool],
    ['AI system', xmp.aiSystem],
    ['its version', xmp.aiSystemVersion],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(13)}${printable(value)}\n`],
  );
}

/** Text from a file, without characters that could control a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

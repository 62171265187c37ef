import { readMark, type FileMark } from '../function/render/mark/read-mark.js';

/** `avatar inspect`: prints how a file says it was made. */
export async function inspectCommand(file: string): Promise<void> {
  const mark = await readMark(file);
  process.stdout.write(`${file}: ${summary(mark)}\n${details(mark).join('')}`);
}

/** The terms of the IPTC's vocabulary that mean that a model made all or part of a file. */
const aiSourceTypes = /\/(compositeWithT|t)rainedAlgorithmicMedia$/;

function summary({ xmp, c2pa }: FileMark): string {
  const manifest = c2pa === 'unchecked' ? undefined : c2pa;
  const types = [xmp?.digitalSourceType, manifest?.digitalSourceType].filter((type) => type !== undefined);
  if (types.length === 0) return 'no mark that says how it was made';
  const isAi = types.some((type) => aiSourceTypes.test(type));
  return isAi ? 'marked as AI-generated' : 'not marked as AI-generated';
}

function details({ xmp, c2pa }: FileMark): string[] {
  const rows: [name: string, value: string | undefined][] = [
    ['source type', xmp?.digitalSourceType],
    ['made with', xmp?.creatorTool],
    ['AI system', xmp?.aiSystem],
    ['its version', xmp?.aiSystemVersion],
    ...signatureRows(c2pa),
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(13)}${printable(value)}\n`],
  );
}

function signatureRows(c2pa: FileMark['c2pa']): [name: string, value: string | undefined][] {
  if (!c2pa) return [];
  if (c2pa === 'unchecked')
    return [['C2PA', 'present, not checked: @contentauth/c2pa-wasm is not installed']];
  const { digitalSourceType, claimGenerator, signer, isTrusted, problems } = c2pa;
  const trust = isTrusted ? 'on a trust list' : 'on no trust list that is known here';
  return [
    ['C2PA', problems.length === 0 ? 'intact since it was signed' : `not intact: ${problems.join(', ')}`],
    ['C2PA type', digitalSourceType],
    ['C2PA program', claimGenerator],
    ['C2PA signer', signer === undefined ? undefined : `${signer} (${trust})`],
  ];
}

/** Text from a file, without characters that could control a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

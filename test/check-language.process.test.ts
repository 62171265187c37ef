import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

/** Runs the check on a file with this text. */
async function check(text: string, name = 'module.ts'): Promise<{ status: number | null; output: string }> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, text);
  const script = path.join(packageRoot, 'scripts', 'check-language.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  return { status, output: stderr };
}

describe('check-language', () => {
  test.each([
    ['// This is no file of ours.', 'is no'],
    ['/** The lease; undefined if there is none. */', 'is none'],
    ['// The sweep tries anew.', 'anew'],
    ['/** Whoever closes it. */', 'Whoever'],
    ["throw new Error('cuda is not to be had');", 'not to be had'],
    ['// The job was called off.', 'called off'],
    ['// The network runs on a card.', 'a card'],
    ['const retell = 1;', 'retell'],
  ])('refuses %j, and names line, word and replacement', async (line, word) => {
    const { status, output } = await check(`\n${line}\n`);
    expect(status).toBe(1);
    expect(output).toContain(`module.ts:2: "${word}": write `);
  });

  test('refuses a replaced word in the title of a test', async () => {
    const { status, output } = await check("test('a job that nobody requested', () => {});\n", 'a.test.ts');
    expect(status).toBe(1);
    expect(output).toContain('a.test.ts:1: "nobody": write ');
  });

  test.each([
    '// There is no portrait of that id.',
    '// The video is no longer there.',
    '// A business card, a scorecard, wildcards.',
    '// The request was canceled.',
    'const mouthStrength = 1;',
    '// whoever // language-ok',
  ])('allows %j', async (line) => {
    expect(await check(line)).toEqual({ status: 0, output: '' });
  });
});

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';

const sinks =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|document\.write|srcdoc|eval|new Function|createContextualFragment|DOMParser)\b/;

const folder = path.join(packageRoot, 'page');

async function textsOf(extension: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(extension));
  const texts = files.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}

test('the page inserts names and messages as text, never as markup', async () => {
  const scripts = await textsOf('.ts');
  expect(scripts.size).toBeGreaterThan(20);
  const inserting = [...scripts].filter(([, text]) => sinks.test(text)).map(([file]) => file);
  expect(inserting).toEqual([]);
});

test('the documents of the page have no scripts, styles, or handlers of events inside them', async () => {
  for (const [file, text] of await textsOf('.html')) {
    expect(text.match(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/g), file).toBeNull();
  }
});

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { jobIdFromEvent } from '../events/contract/job-id.js';
import { schemaErrors } from './fixtures/event-schemas.js';

const files = ['.', 'avatars', 'deploy', 'docs', 'models', 'training', 'voices'].flatMap((folder) =>
  readdirSync(path.join(packageRoot, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

function read(file: string): Promise<string> {
  return readFile(path.join(packageRoot, file), 'utf8');
}

/** The fenced blocks of a document in this language. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, marked, block]) =>
    marked === language && block !== undefined ? [block] : [],
  );
}

/** The anchors that a Markdown host creates for the headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(files)('%s', (file) => {
  test('links only to existing files and headings', async () => {
    const text = await read(file);
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [name, anchor] = target.split('#');
      const linked = name ? path.join(path.dirname(file), name) : file;
      expect(existsSync(path.join(packageRoot, linked)), target).toBe(true);
      if (anchor !== undefined) expect(anchors(await read(linked)), target).toContain(anchor);
    }
  });

  test('names only existing scripts, and contains only valid JSON', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    const text = await read(file);
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    for (const block of blocks(text, 'json')) expect(() => void JSON.parse(block), block).not.toThrow();
  });
});

describe("the README's pair of events", () => {
  async function pair(): Promise<[CloudEvent<unknown>, CloudEvent<unknown>]> {
    const [request, reply] = blocks(await read('README.md'), 'json').map((body) =>
      HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body }),
    );
    if (request instanceof CloudEvent && reply instanceof CloudEvent) return [request, reply];
    throw new TypeError('the README has no pair of events');
  }

  test('is valid by the committed schemas, and belongs to one job', async () => {
    const [request, reply] = await pair();
    expect(schemaErrors(request)).toEqual([]);
    expect(schemaErrors(reply)).toEqual([]);
    expect([request.type, reply.type]).toEqual(['render.requested', 'render.completed']);
    expect(reply.subject).toBe(jobIdFromEvent(request));
    expect(reply.data).toMatchObject({ jobId: jobIdFromEvent(request) });
  });

  test('was recorded with the bundled model', async () => {
    const [, reply] = await pair();
    const model = await readFile(path.join(packageRoot, 'models', 'wav2lip-open.pth'));
    const sha256 = createHash('sha256').update(model).digest('hex');
    expect(reply.data).toMatchObject({ model: { file: 'wav2lip-open.pth', sha256, open: true } });
  });
});

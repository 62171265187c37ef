import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { isJsonObject } from '../../events/contract/valid-event.js';
import { eventShapes, type EventShape } from '../fixtures/event-shapes.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { eventIn, type EventAnswer } from '../fixtures/send-event.js';
import { functionForTests } from '../fixtures/service-function.js';

const started = functionForTests();

async function send(url: URL, { headers, body }: EventShape): Promise<EventAnswer> {
  // A body of bytes: `fetch` adds a content type to texts.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const response = await fetch(url, { method: 'POST', headers, body: bytes });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}

/** The answer in the words of the table. */
function summary(answer: EventAnswer): string {
  if (answer.status === 204) return '204';
  if (answer.status !== 200) {
    const [, code] = /^(\w+): /.exec(answer.text) ?? [];
    return code === undefined ? String(answer.status) : `${String(answer.status)} \`${code}\``;
  }
  const { type, data } = eventIn(answer);
  const code = isJsonObject(data) ? data['code'] : undefined;
  return `200 \`${type}\`${typeof code === 'string' ? `, \`${code}\`` : ''}`;
}

const cells = (line: string) =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .join('|');

test('each shape of event is answered as the table in docs/events.md says', async () => {
  const { url, log } = started();
  const table: string[] = [];
  for (const shape of eventShapes(await servedVoice(0.1))) {
    const answer = await send(url, shape);
    table.push(cells(`| ${shape.shape} | ${summary(answer)} |`));
    // A Broker would deliver it again, and lose nothing else.
    expect([shape.shape, answer.status < 500]).toEqual([shape.shape, true]);
  }
  const page = (await readFile(path.join(packageRoot, 'docs', 'events.md'), 'utf8')).split('\n').map(cells);
  const start = page.indexOf('|shape|answer|');
  expect(table).toEqual(page.slice(start + 2, start + 2 + table.length));
  expect(log.of('event.rejected').length).toBeGreaterThan(10);
});

test('a sender that asks whether it may deliver events gets permission', async () => {
  const { url } = started();
  const asked = await fetch(url, {
    method: 'OPTIONS',
    headers: { 'webhook-request-origin': 'eventgrid.azure.net', 'webhook-request-rate': '120' },
  });
  expect([asked.status, await asked.text()]).toEqual([200, '']);
  expect(Object.fromEntries(asked.headers)).toMatchObject({
    'webhook-allowed-origin': 'eventgrid.azure.net',
    'webhook-allowed-rate': '*',
    allow: 'POST',
  });
});

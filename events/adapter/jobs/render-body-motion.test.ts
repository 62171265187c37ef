import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { renderBodyReader } from '../../../test/fixtures/render-body-reader.js';
import { formRender, jsonRender } from '../../../test/fixtures/render-request.js';

describe('readRenderBody with motion', () => {
  test.each<[unknown]>([['alive'], [{ blink: 1, head: 0.5 }], [{}]])('reads %j in JSON', async (motion) => {
    const { ask } = await renderBodyReader();
    const response = await ask(jsonRender({ motion, seed: 7 }));
    expect(await response.json()).toMatchObject({ motion, seed: 7 });
  });

  test.each<[string, unknown]>([
    ['blink', 'blink'],
    ['{"blink":1,"breath":0.2}', { blink: 1, breath: 0.2 }],
  ])('reads %s in a form', async (text, motion) => {
    const { ask } = await renderBodyReader();
    const voice = new TextEncoder().encode('a voice');
    const response = await ask(formRender({ voice, motion: text, seed: 'take 2' }));
    expect(await response.json()).toMatchObject({ motion, seed: 'take 2' });
  });

  test.each<[unknown, string]>([
    ['lively', 'motion must be still, blink, alive, or an object with blink, head, and breath, each 0 to 1'],
    [1, 'motion is 1, and must be still, blink, alive, or an object'],
    [{ blink: 1.5 }, 'motion.blink is 1.5, and must be at most 1'],
    [{ head: -0.1 }, 'motion.head is -0.1, and must be at least 0'],
    [{ nod: 1 }, 'motion must not have nod'],
  ])('refuses %j', async (motion, message) => {
    const { ask } = await renderBodyReader();
    const { detail } = await problemIn(await ask(jsonRender({ motion })), 'request_invalid');
    expect(detail).toContain(message);
  });

  test.each<[unknown, string]>([
    ['x'.repeat(129), 'seed must have at most 128 characters'],
    [1.5, 'seed is 1.5, and must be a whole number'],
    [true, 'seed is true, and must be a whole number, or 1 to 128 characters'],
  ])('refuses the seed %j', async (seed, message) => {
    const { ask } = await renderBodyReader();
    const { detail } = await problemIn(await ask(jsonRender({ seed })), 'request_invalid');
    expect(detail).toContain(message);
  });
});

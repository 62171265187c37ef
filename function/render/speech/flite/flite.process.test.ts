import { expect, onTestFinished, test } from 'vitest';
import { Flite } from './flite.js';

const running = new AbortController().signal;
const delivery = { voice: 'slt', speed: 1 };

test('Flite reports speech_failed if its thread ends, and speaks the next sentence on another', async () => {
  const flite = new Flite();
  onTestFinished(() => flite.close());
  const speaking = expect(flite.speak('Hello there.', delivery, running)).rejects.toMatchObject({
    code: 'speech_failed',
  });
  await flite.close();
  await speaking;
  const { samples } = await flite.speak('Hello.', delivery, running);
  expect(samples.length).toBeGreaterThan(4000);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { tone } from '../../../test/fixtures/signals.js';
import { concatenate } from '../numeric/concatenate.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import type { SpeechEngine } from './engine/engine.js';
import { readWav } from './flite/read-wav.js';
import { splitSentences } from './sentences.js';
import { speakText } from './speak-text.js';

const running = new AbortController().signal;

/** An engine that speaks each sentence as one sound. */
function soundEngine(sound: (sentence: string) => Float32Array, rates: readonly number[] = [16_000]) {
  const spoken: string[] = [];
  const engine: SpeechEngine = {
    timeoutCode: 'speech_timeout',
    parallelSentences: 1,
    async speak(sentence) {
      const rateHz = rates[spoken.length % rates.length] ?? 16_000;
      spoken.push(sentence);
      return Promise.resolve({ samples: sound(sentence), rateHz });
    },
    close: () => Promise.resolve(),
  };
  return { engine, spoken };
}

async function speak(text: string, engine: SpeechEngine, speed = 1) {
  const file = path.join(await temporaryFolder(), 'voice');
  const times = await speakText(
    splitSentences(text),
    engine,
    { delivery: { voice: 'any', speed }, file, limits: readSettings({}) },
    running,
  );
  return { times, ...readWav(await readFile(file)) };
}

describe('speakText', () => {
  test('replaces silence at the ends of sentences by pauses', async () => {
    const sound = concatenate(tone(1.5, 200, 0), tone(0.5, 200), tone(2, 200, 0));
    const { engine, spoken } = soundEngine(() => sound);
    const { times, samples } = await speak('One. Two.\n\nThree.', engine);
    expect(spoken).toEqual(['One.', 'Two.', 'Three.']);
    const starts = [0.1, 0.1 + 0.6 + 0.3, 0.1 + 2 * 0.6 + 0.3 + 0.6];
    for (const [i, { start, end }] of times.entries()) {
      expect(start).toBeCloseTo(starts[i] ?? 0, 1);
      expect(end - start).toBeCloseTo(0.6, 1);
    }
    expect(samples.length / 16_000).toBeCloseTo(0.1 + 3 * 0.6 + 0.3 + 0.6 + 0.6 + 0.1, 1);
  });

  test('keeps the rate of the first sentence', async () => {
    const { engine } = soundEngine(() => tone(1, 200), [16_000, 48_000]);
    const { times, rateHz } = await speak('One. Two.', engine);
    expect(rateHz).toBe(16_000);
    expect((times[1]?.end ?? 0) - (times[1]?.start ?? 0)).toBeCloseTo(1 / 3, 1);
  });

  test('does not accept silence', async () => {
    const { engine } = soundEngine(() => tone(1, 200, 0));
    await expect(speak('One.', engine)).rejects.toMatchObject({ code: 'speech_unreadable' });
  });

  test('pauses less at a higher speed', async () => {
    const { engine } = soundEngine(() => tone(0.5, 200));
    const { times } = await speak('One. Two.', engine, 2);
    expect((times[1]?.start ?? 0) - (times[0]?.end ?? 0)).toBeCloseTo(0.15);
  });
});

import { expect, test } from 'vitest';
import { similarName } from './did-you-mean.js';

const names = [
  'avatarId',
  'voiceUrl',
  'text',
  'voice',
  'language',
  'speed',
  'fps',
  'mouthStrength',
  'callbackUrl',
];

test.each([
  ['avatar_id', 'avatarId'],
  ['AvatarID', 'avatarId'],
  ['avatar', 'avatarId'],
  ['voiceURL', 'voiceUrl'],
  ['audio-url', 'voiceUrl'],
  ['langauge', 'language'],
  ['speeed', 'speed'],
  ['webhook', 'callbackUrl'],
  ['color', undefined],
  ['fp', undefined],
  ['x'.repeat(100_000), undefined],
])('similarName finds what %s means', (given, meant) => {
  expect(similarName(given, names)).toBe(meant);
});

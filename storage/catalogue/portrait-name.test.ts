import { expect, test } from 'vitest';
import { avatarIdPattern } from '../../domain/avatar-id.js';
import { avatarIdFromName, pictureExtension } from './portrait-name.js';

test.each([
  ['Aunt Ida (2).JPG', 'aunt-ida-2', '.jpg'],
  ['peter.png', 'peter', '.png'],
  ['Ève.webp', 'eve', '.webp'],
  ['Jürgen Müller.jpg', 'jurgen-muller', '.jpg'],
  ['Søren Weiß.png', 'soren-weiss', '.png'],
  ['-a-.jpeg', 'a', '.jpeg'],
  [`${'A'.repeat(80)}.png`, 'a'.repeat(64), '.png'],
])('%j gets the avatar id %j', (name, id, extension) => {
  expect(avatarIdFromName(name)).toBe(id);
  expect(id).toMatch(avatarIdPattern);
  expect(pictureExtension(name)).toBe(extension);
});

test.each(['', '.png', '___.png', '顔.jpg'])('%j gets no avatar id from its base name', (name) => {
  expect(avatarIdFromName(name)).toBe(name === '.png' ? 'png' : undefined);
});

test.each(['peter', 'peter.gif', '.png', 'peter.constructor', 'a.png.txt'])(
  '%j has no picture extension',
  (name) => {
    expect(pictureExtension(name)).toBeUndefined();
  },
);

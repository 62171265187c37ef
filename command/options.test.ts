import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rectangleOption, motionOption, readOptions } from './options.js';

const schema = z.object({ face: rectangleOption.optional(), fps: z.coerce.number().min(1).optional() });

test('readOptions parses a face box given as x,y,width,height', () => {
  expect(readOptions(schema, { face: '10,0,300,400', fps: '29.97' })).toEqual({
    face: { x: 10, y: 0, width: 300, height: 400 },
    fps: 29.97,
  });
});

describe('readOptions names an invalid option and its format', () => {
  const shape = 'and must be x,y,width,height in whole pixels';
  test.each([
    ['a face box with too few numbers', { face: '1,2,3' }, `--face is "1,2,3", ${shape}`],
    ['a face box with too many numbers', { face: '1,2,3,4,5' }, `--face is "1,2,3,4,5", ${shape}`],
    ['a face box with a negative number', { face: '-1,2,3,4' }, `--face is "-1,2,3,4", ${shape}`],
    ['a face box with a fraction', { face: '1.5,2,3,4' }, `--face is "1.5,2,3,4", ${shape}`],
    ['a face box with spaces', { face: '1, 2, 3, 4' }, `--face is "1, 2, 3, 4", ${shape}`],
    ['a face box without width', { face: '1,2,0,4' }, '--face.width must be more than 0'],
    ['a frame rate below the minimum', { fps: '0' }, '--fps is "0", and must be at least 1'],
  ])('for %s', (_, options, message) => {
    expect(() => readOptions(schema, options)).toThrow(message);
    expect(() => readOptions(schema, options)).toThrow(
      expect.objectContaining({ code: 'request_invalid' }) as Error,
    );
  });

  test('for all invalid options at once', () => {
    expect(() => readOptions(schema, { face: 'here', fps: 'fast' })).toThrow(
      `--face is "here", ${shape}; --fps is "fast", and must be a number`,
    );
  });
});

describe('--motion', () => {
  const motion = z.object({ motion: motionOption });

  test.each([
    ['alive', 'alive'],
    ['blink=1, head=0.5', { blink: 1, head: 0.5 }],
    ['breath=0', { breath: 0 }],
  ])('reads %s', (text, expected) => {
    expect(readOptions(motion, { motion: text })).toEqual({ motion: expected });
  });

  test.each([
    ['lively', 'must be still, blink, alive, or strengths of 0 to 1 such as blink=1,head=0.5,breath=0'],
    ['blink=2', '--motion.blink must be at most 1'],
    ['nod=1', 'must not have nod'],
    ['blink=', '--motion.blink must have at least 1 characters'],
    ['blink=x', 'must be still, blink, alive, or strengths of 0 to 1'],
  ])('refuses %s', (text, message) => {
    expect(() => readOptions(motion, { motion: text })).toThrow(message);
  });
});

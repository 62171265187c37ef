import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { faceOption, readOptions } from './options.js';

const schema = z.object({ face: faceOption.optional(), fps: z.coerce.number().min(1).optional() });

test('a face is given as x,y,width,height', () => {
  expect(readOptions(schema, { face: '10,0,300,400', fps: '29.97' })).toEqual({
    face: { x: 10, y: 0, width: 300, height: 400 },
    fps: 29.97,
  });
});

describe('a bad option is named, with what it should be', () => {
  const shape = 'and must be x,y,width,height in whole pixels';
  test.each([
    ['too few', { face: '1,2,3' }, `--face is "1,2,3", ${shape}`],
    ['too many', { face: '1,2,3,4,5' }, `--face is "1,2,3,4,5", ${shape}`],
    ['negative', { face: '-1,2,3,4' }, `--face is "-1,2,3,4", ${shape}`],
    ['a fraction', { face: '1.5,2,3,4' }, `--face is "1.5,2,3,4", ${shape}`],
    ['spaces', { face: '1, 2, 3, 4' }, `--face is "1, 2, 3, 4", ${shape}`],
    ['no size', { face: '1,2,0,4' }, '--face.width must be more than 0'],
    ['another option', { fps: '0' }, '--fps is "0", and must be at least 1'],
  ])('%s', (_, options, message) => {
    expect(() => readOptions(schema, options)).toThrow(message);
    expect(() => readOptions(schema, options)).toThrow(
      expect.objectContaining({ code: 'request_invalid' }) as Error,
    );
  });

  test('all of them at once', () => {
    expect(() => readOptions(schema, { face: 'here', fps: 'fast' })).toThrow(
      `--face is "here", ${shape}; --fps is "fast", and must be a number`,
    );
  });
});

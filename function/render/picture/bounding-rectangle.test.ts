import { describe, expect, test } from 'vitest';
import type { Point } from './geometry.js';
import { boundingRectangle, type BoundingOptions } from './bounding-rectangle.js';

const picture = { width: 100, height: 60 };

describe('boundingRectangle', () => {
  test.each<[string, Point[], BoundingOptions, number[]]>([
    [
      'whole pixels',
      [
        [10.5, 20.2],
        [30.1, 40],
      ],
      {},
      [10, 20, 21, 20],
    ],
    [
      'a margin',
      [
        [10, 20],
        [30, 40],
      ],
      { marginPx: 1.5 },
      [8, 18, 24, 24],
    ],
    [
      'even pixels',
      [
        [11, 21],
        [31, 41],
      ],
      { multiple: 2 },
      [10, 20, 22, 22],
    ],
    [
      'the picture',
      [
        [-5, -7],
        [130, 90],
      ],
      { marginPx: 3, multiple: 2 },
      [0, 0, 100, 60],
    ],
    [
      'nothing to the left of the picture',
      [
        [-20, 10],
        [-10, 20],
      ],
      { multiple: 2 },
      [0, 10, 0, 10],
    ],
    [
      'nothing below the picture',
      [
        [10, 80],
        [20, 90],
      ],
      { multiple: 2 },
      [10, 60, 10, 0],
    ],
    [
      'at least two pixels',
      [
        [150, 10],
        [160, 10],
      ],
      { multiple: 2, minSize: 2 },
      [98, 10, 2, 2],
    ],
  ])('contains %s', (_, points, options, [x, y, width, height]) => {
    expect(boundingRectangle(points, picture, options)).toEqual({ x, y, width, height });
  });
});

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { faceMesh } from '../../../test/fixtures/face-meshes.js';
import { randomNumbers } from '../../../test/fixtures/random.js';
import type { Picture } from '../picture/decode-picture.js';
import { lipEdges } from './contours-of-mesh.js';
import type { Point } from '../picture/geometry.js';
import { faceWarnings } from './face-warnings.js';

const size = { width: 400, height: 400 };

/** A face of 160 × 208 pixels around (200, 200), whose lips have a width and a height. */
function meshWith(mouthWidth: number, lipHeight: number) {
  const mesh = [...faceMesh(200, 200, 160, 100)];
  const [x, y] = [200, 250];
  const edge = (indices: readonly number[], rise: number) => {
    for (const [place, index] of indices.entries()) {
      const across = (2 * place) / (indices.length - 1) - 1;
      mesh[index] = [x + (across * mouthWidth) / 2, y + rise * (1 - across * across)] satisfies Point;
    }
  };
  edge(lipEdges.upperOuter, -lipHeight / 2);
  edge(lipEdges.upperInner, 0);
  edge(lipEdges.lowerInner, 0);
  edge(lipEdges.lowerOuter, lipHeight / 2);
  mesh[2] = [200, 205];
  return mesh;
}

interface Looks {
  readonly skin?: string;
  readonly upperLip?: string;
  readonly moustache?: string;
  /** The amplitude of noise. */
  readonly roughness?: number;
}

async function pictureWith({
  skin = '#c89a7c',
  upperLip = '#a85a54',
  moustache = 'none',
  roughness = 16,
}: Looks = {}): Promise<Picture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">
    <rect width="400" height="400" fill="${skin}"/>
    <rect x="160" y="208" width="80" height="34" fill="${moustache}"/>
    <path d="M150 250Q200 210 250 250Z" fill="${upperLip}"/><path d="M150 250Q200 290 250 250Z" fill="#a85a54"/>
    <path d="M150 250H250" stroke="#4a1f1c" stroke-width="3"/></svg>`;
  const rgb = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  const random = randomNumbers(7);
  for (let at = 0; at < rgb.length; at += 3) {
    // Shading, without which it would look drawn.
    const pixel = at / 3;
    const noise = roughness * (random() - 0.5) + 0.4 * ((pixel % 400) + pixel / 400 - 400);
    for (let channel = at; channel < at + 3; channel++)
      rgb[channel] = Math.min(255, Math.max(0, Math.round((rgb[channel] ?? 0) + noise)));
  }
  return { rgb, ...size };
}

describe('faceWarnings', () => {
  // The outer corners of the eyes are 128 pixels apart.
  test.each([
    ['wide', 80, 24, []],
    ['small, as in paintings', 58, 24, []],
    ['full', 64, 33, []],
    ['pursed', 50, 30, ['lips_pursed']],
    ['round', 60, 40, ['lips_pursed']],
  ])('judges lips that are %s', async (_, width, height, expected) => {
    expect(await faceWarnings(await pictureWith(), meshWith(width, height), false)).toEqual(expected);
  });

  test('tells a moustache that hangs over the lip', async () => {
    const picture = await pictureWith({ upperLip: '#8a8178', moustache: '#8a8178' });
    expect(await faceWarnings(picture, meshWith(80, 36), false)).toEqual(['lips_hidden']);
  });

  test('does not mind a moustache above the lip', async () => {
    const picture = await pictureWith({ moustache: '#4a3a2c' });
    expect(await faceWarnings(picture, meshWith(80, 36), false)).toEqual([]);
  });

  test('tells fur from skin', async () => {
    const fur = await pictureWith({ skin: '#b0a58c', roughness: 60 });
    expect(await faceWarnings(fur, meshWith(80, 24), false)).toContain('face_not_human');
    const skin = await pictureWith({ roughness: 60 });
    expect(await faceWarnings(skin, meshWith(80, 24), false)).not.toContain('face_not_human');
  });
});

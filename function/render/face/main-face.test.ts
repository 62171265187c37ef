import { expect, test } from 'vitest';
import { faceMesh } from '../../../test/fixtures/face-meshes.js';
import { mainFace } from './main-face.js';

const picture = { width: 800, height: 600 };
const face = (x: number, y: number, width: number) => ({ mesh: faceMesh(x, y, width, 0.6 * width) });
const large = face(400, 300, 200);

test.each([
  ['is alone', [large]],
  ['is twice as large as the others', [face(100, 300, 100), large, face(700, 300, 90)]],
  ['is in the middle, with a slightly smaller one in the corner', [face(90, 80, 170), large]],
])('mainFace returns a face that %s', (_, faces) => {
  expect(mainFace(faces, picture)).toBe(large);
});

test.each([
  ['there are no faces', []],
  ['two are of the same size', [face(200, 300, 200), face(600, 300, 200)]],
  ['another is nearly as large', [large, face(550, 300, 160)]],
])('mainFace returns nothing if %s', (_, faces) => {
  expect(mainFace(faces, picture)).toBeUndefined();
});

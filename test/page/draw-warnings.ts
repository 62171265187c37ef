import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { packageRoot } from '../../config/package-root.js';
import { portraitWarningCode, type PortraitWarningCode } from '../../domain/portrait-warnings.js';
import { findFace } from '../../function/render/face/find-face.js';
import { SmallNetworks } from '../../function/render/inference/small-networks.js';
import { colorAt } from '../../function/render/picture/color-at.js';
import type { Picture } from '../../function/render/picture/decode-picture.js';
import { rawPicture } from '../../function/render/picture/raw-picture.js';
import { eyeQuality, isClosable } from '../../function/render/portrait/lids/closable-eye.js';
import { eyeOutline } from '../../function/render/portrait/lids/eye-outline.js';
import { lidSkin } from '../../function/render/portrait/lids/lid-skin.js';
import { flatFace } from '../fixtures/drawn-face.js';
import { randomNumbers } from '../fixtures/random.js';

/*
 * Draws `docs/pictures/warnings.jpg`: for each warning of a portrait, a picture that gets it. They are made of
 * the bundled portraits: `node build/test/page/draw-warnings.js`.
 */

const [side, columns, titleHeight, gap] = [240, 4, 26, 8] as const;
const portraitSide = 768;

const networks = new SmallNetworks();
try {
  const drawings = sketches();
  const tiles: { code: PortraitWarningCode; png: Buffer }[] = [];
  for (const code of portraitWarningCode.options) {
    const sketch = drawings[code];
    const picture = await pictureOf(await sketch());
    await expectWarning(code, picture);
    const png = await rawPicture(picture).resize(side, side, { fit: 'cover' }).png().toBuffer();
    tiles.push({ code, png });
  }
  await drawTiles(tiles);
} finally {
  await networks.close();
}

/** What gets each warning. */
function sketches(): Record<PortraitWarningCode, () => Sharp | Promise<Sharp>> {
  return {
    mouth_covered: () =>
      over(
        'alice',
        '<g fill="#c08a70" stroke="#7a5040" stroke-width="3"><rect x="300" y="410" width="45" height="260" rx="22"/><rect x="345" y="405" width="45" height="265" rx="22"/><rect x="390" y="410" width="45" height="260" rx="22"/><rect x="435" y="420" width="45" height="250" rx="22"/></g>',
      ),
    mouth_open: () =>
      over(
        'amina',
        '<ellipse cx="384" cy="470" rx="50" ry="56" fill="#9a4f47"/><ellipse cx="384" cy="470" rx="40" ry="44" fill="#1c0607"/>',
      ),
    lips_pursed: () => pursed('alice'),
    lips_hidden: () => bundled('henry'),
    pixel_art: async () =>
      sharp(await bundled('alice').resize(64, 64).png().toBuffer()).resize(portraitSide, portraitSide, {
        kernel: 'nearest',
      }),
    face_drawn: () =>
      flatFace({ ground: '#a9d3e8', hair: '#6d4733', skin: '#f9d9bd', iris: '#3c7a5e', lips: '#8a3b34' }, 68),
    face_not_human: () => furry('kenji'),
    faces_in_background: async () =>
      bundled('alice').composite([
        { input: await bundled('marcus').resize(190, 190).png().toBuffer(), left: 10, top: 10 },
      ]),
    eyes_not_found: () =>
      over(
        'diego',
        '<g fill="#15171a" stroke="#2b2e33" stroke-width="7"><ellipse cx="318" cy="330" rx="56" ry="40"/><ellipse cx="448" cy="330" rx="56" ry="40"/><path d="M372 324h20"/></g>',
      ),
  };
}

function bundled(id: string): Sharp {
  return sharp(path.join(packageRoot, 'avatars', `${id}.png`)).removeAlpha();
}

function over(id: string, shapes: string): Sharp {
  const size = String(portraitSide);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${shapes}</svg>`;
  return bundled(id).composite([{ input: Buffer.from(svg) }]);
}

/** A portrait whose mouth is pulled together. */
async function pursed(id: string): Promise<Sharp> {
  const picture = await pictureOf(bundled(id));
  const { contours } = await findFace(picture, networks.examineFaces);
  const [left, right] = [contours?.lips.upperInner[0], contours?.lips.upperInner.at(-1)];
  if (!left || !right) throw new Error(`${id} has no contours.`);
  const [x, y, reach] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2, 0.95 * (right[0] - left[0])];
  const rgb = Buffer.from(picture.rgb);
  for (let row = Math.ceil(y - reach); row < y + reach; row++) {
    for (let column = Math.ceil(x - reach); column < x + reach; column++) {
      const [u, v] = [column + 0.5 - x, row + 0.5 - y];
      const away = Math.max(0, 1 - (u * u + v * v) / (reach * reach));
      const from = x + u * (1 + 1.8 * away * away);
      const fromRow = y + v / (1 + 0.1 * away * away);
      for (let channel = 0; channel < 3; channel++)
        rgb[3 * (row * picture.width + column) + channel] = Math.round(
          colorAt(picture, from, fromRow, channel),
        );
    }
  }
  return rawPicture({ ...picture, rgb });
}

/** A portrait in gray fur. */
async function furry(id: string): Promise<Sharp> {
  const picture = await pictureOf(bundled(id));
  const random = randomNumbers(5);
  const rgb = Buffer.from(picture.rgb);
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
    const hair = 70 * (random() - 0.5);
    for (const [channel, tint] of [1.04, 1, 0.86].entries())
      rgb[at + channel] = Math.min(255, Math.max(0, Math.round(tint * (luma + hair))));
  }
  return rawPicture({ ...picture, rgb });
}

async function pictureOf(drawn: Sharp): Promise<Picture> {
  const { data, info } = await drawn.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgb: data, width: info.width, height: info.height };
}

/** @throws Error if the picture would not get the warning */
async function expectWarning(code: string, picture: Picture): Promise<void> {
  const { warnings = [], contours } = await findFace(picture, networks.examineFaces);
  const found: string[] = [...warnings];
  const isClosed = contours?.eyes.every((eye) => {
    const outline = eyeOutline(picture, eye);
    return !isClosable(eyeQuality(picture, outline, lidSkin(picture, outline)));
  });
  if (isClosed === true) found.push('eyes_not_found');
  if (!found.includes(code))
    throw new Error(`${code}: the picture gets ${found.join(', ') || 'no warning'}.`);
}

async function drawTiles(tiles: readonly { code: PortraitWarningCode; png: Buffer }[]): Promise<void> {
  const height = titleHeight + side + gap;
  const place = (index: number) => ({
    left: (index % columns) * (side + gap),
    top: Math.floor(index / columns) * height,
  });
  const titles = tiles.map(({ code }, index) => {
    const { left, top } = place(index);
    return `<text x="${String(left + 4)}" y="${String(top + 18)}" font-family="DejaVu Sans Mono, monospace" font-size="15" fill="#1d2733">${code}</text>`;
  });
  const size = {
    width: columns * (side + gap) - gap,
    height: Math.ceil(tiles.length / columns) * height,
  };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(size.width)}" height="${String(size.height)}"><rect width="100%" height="100%" fill="white"/>${titles.join('')}</svg>`;
  await sharp(Buffer.from(svg))
    .composite(
      tiles.map(({ png }, index) => {
        const { left, top } = place(index);
        return { input: png, left, top: top + titleHeight };
      }),
    )
    .jpeg({ quality: 82 })
    .toFile(path.join(packageRoot, 'docs', 'pictures', 'warnings.jpg'));
}

// Where the faces of pictures are, as the service finds them: `node training/faces.mjs PICTURE...` (after `npm run setup`)
// prints {name: [x, y, width, height]} for evaluate.py.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findFace } from '../build/function/portrait/find-face.js';
import { decodePicture } from '../build/function/portrait/picture.js';

const found = {};
for (const file of process.argv.slice(2)) {
  const picture = await decodePicture(await readFile(file), { maxPixels: 1e8, background: '#ffffff' });
  const { x, y, width, height } = (await findFace(picture)).box;
  found[path.parse(file).name] = [x, y, width, height];
}
console.log(JSON.stringify(found));
process.exit();

import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { randomNumbers } from '../test/fixtures/random.js';

/** The face rectangle of {@link benchPicture}, as `x,y,width,height`. */
export const benchFace = (side: number) =>
  [0.3, 0.25, 0.4, 0.5].map((share) => Math.round(share * side)).join(',');

/** A picture of smooth colors; its content does not affect the speed of the network. */
export async function benchPicture(file: string, side: number): Promise<void> {
  const random = randomNumbers(side);
  const rgb = Buffer.from(Uint8Array.from({ length: 16 * 16 * 3 }, () => 64 + 128 * random()));
  await sharp(rgb, { raw: { width: 16, height: 16, channels: 3 } })
    .resize(side, side)
    .png()
    .toFile(file);
}

const rateHz = 16_000;
const bytesPerSample = 2;

/** A voice without pauses, mono 16 kHz, so that every frame has to be computed. */
export async function benchVoice(file: string, seconds: number): Promise<void> {
  const random = randomNumbers(seconds);
  const samples = Buffer.alloc(seconds * rateHz * bytesPerSample);
  for (let i = 0; i < seconds * rateHz; i++) {
    const envelope = 0.6 + 0.4 * Math.sin((2 * Math.PI * 4 * i) / rateHz);
    const buzz = ((i * 140) / rateHz) % 1 < 0.3 ? 1 : -0.4;
    samples.writeInt16LE(
      Math.round(8000 * envelope * (0.7 * buzz + 0.3 * (2 * random() - 1))),
      i * bytesPerSample,
    );
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  await writeFile(file, Buffer.concat([header, samples]));
}

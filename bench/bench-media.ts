import sharp from 'sharp';
import { WavWriter } from '../function/render/speech/wav-writer.js';
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

/** A voice without pauses, mono 16 kHz, so that every frame has to be computed. */
export async function benchVoice(file: string, seconds: number): Promise<void> {
  const random = randomNumbers(seconds);
  const writer = await WavWriter.create(file, rateHz);
  for (let second = 0; second < seconds; second++) {
    const samples = Float32Array.from({ length: rateHz }, (_, i) => {
      const envelope = 0.6 + 0.4 * Math.sin((2 * Math.PI * 4 * i) / rateHz);
      const buzz = ((i * 140) / rateHz) % 1 < 0.3 ? 1 : -0.4;
      return 0.24 * envelope * (0.7 * buzz + 0.3 * (2 * random() - 1));
    });
    await writer.write(samples);
  }
  await writer.finish();
  await writer.close();
}

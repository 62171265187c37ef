import { alphaPlane } from './alpha-plane.js';
import type { OutputFormat } from './output-format.js';

/**
 * ProRes 4444 in 10 bit and PCM in MOV, for editors. The alpha plane is made in 16 bit: in 8 bit, opaque
 * would become 1020 of 1023.
 */
export const movOutput: OutputFormat = {
  encoders: ['prores_ks'],
  alphaFilters: `${alphaPlane},format=yuva444p16le,lutyuv=y=val:u=val:v=val:a=(val-4096)*65535/56064`,
  soundFilters: 'aformat=channel_layouts=stereo|mono',
  soundOptions: ['-c:a', 'pcm_s16le'],

  pictureOptions({ hasAlpha }) {
    const format = hasAlpha ? 'yuva444p10le' : 'yuv444p10le';
    const alphaBits = hasAlpha ? '16' : '0';
    return [
      ...['-c:v', 'prores_ks', '-profile:v', '4444', '-vendor', 'apl0', '-alpha_bits', alphaBits],
      ...['-pix_fmt', format],
    ];
  },

  fileOptions(file, xmp) {
    const mark = xmp === undefined ? [] : ['-metadata', `xmp=${xmp}`];
    return [...mark, '-movflags', '+faststart', '-f', 'mov', file];
  },
};

import type { VideoFormat } from '../../../domain/video-format.js';
import { movOutput } from './container-mov.js';
import { mp4Output } from './container-mp4.js';
import { webmOutput } from './container-webm.js';
import type { OutputFormat } from './output-format.js';

/** The formats that are written. */
export const outputFormats: Readonly<Record<VideoFormat, OutputFormat>> = {
  mp4: mp4Output,
  webm: webmOutput,
  mov: movOutput,
};

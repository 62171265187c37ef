import type { FirstPicture } from './first-picture.js';

/** A row of a Markdown table. */
export function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The table of what a viewer of a streamed video sees, and of what streaming costs. */
export function streamRows(stream: FirstPicture): string[] {
  const { live, hls } = stream;
  const seconds = (value: number, digits = 2) => `${value.toFixed(digits)} s`;
  return [
    row(
      `${stream.voiceSeconds.toFixed(0)} s of alice, alive, on a warm service`,
      '`live.mp4`',
      'HLS',
      'not streamed',
    ),
    row('---', '---', '---', '---'),
    row('request to first picture', seconds(live.firstPictureSeconds), seconds(hls.firstPictureSeconds), ''),
    row('request to first second', seconds(live.firstSecondSeconds), seconds(hls.firstSecondSeconds), ''),
    row(
      'video left at the worst moment',
      seconds(live.leastAheadSeconds),
      seconds(hls.leastAheadSeconds),
      '',
    ),
    row('request to video', seconds(stream.wholeSeconds), '', seconds(stream.unstreamedSeconds)),
    row('relative to not streamed', `${(100 * (stream.streamedShare - 1)).toFixed(1)} %`, '', ''),
    row(
      'CPU time for a second of video',
      seconds(stream.cpuPerVideoSecond, 3),
      '',
      seconds(stream.unstreamedCpuPerVideoSecond, 3),
    ),
  ];
}

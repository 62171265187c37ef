import type { WriteStream } from 'node:tty';
import type { RenderProgress, RenderStage } from '../function/render/render-progress.js';

const stageNames: Readonly<Record<RenderStage, string>> = {
  voice: 'fetching the voice',
  portrait: 'preparing the portrait',
  wav2lip: 'moving the lips',
  video: 'finishing the video',
};
const barCells = 30;
const redrawMs = 100;

/**
 * Shows the progress of a render: on a terminal as one line with bar, rate, and remaining time;
 * elsewhere as one line per stage.
 */
export function showProgress(stream: WriteStream): {
  report: (progress: RenderProgress) => void;
  end: () => void;
} {
  let stage: RenderStage | undefined;
  let drawnMs = 0;
  let firstFrameMs: number | undefined;

  return {
    report(progress) {
      const begins = progress.stage !== stage;
      stage = progress.stage;
      const nowMs = performance.now();
      if (progress.framesDone > 0) firstFrameMs ??= nowMs;
      if (!stream.isTTY) {
        if (begins) stream.write(`${stageNames[progress.stage]}\n`);
        return;
      }
      const finished = progress.framesDone === progress.frames;
      if (!begins && !finished && nowMs - drawnMs < redrawMs) return;
      drawnMs = nowMs;
      const elapsedSeconds = (nowMs - (firstFrameMs ?? nowMs)) / 1000;
      stream.write(`\r\u001b[K${progressLine(progress, elapsedSeconds).slice(0, stream.columns)}`);
    },
    end() {
      if (stream.isTTY && stage !== undefined) stream.write('\r\u001b[K');
      stage = undefined;
    },
  };
}

/** `moving the lips  ██████░░░░  120/200  48 frames/s  2 s left` */
export function progressLine({ stage, framesDone, frames }: RenderProgress, elapsedSeconds: number): string {
  const name = stageNames[stage];
  if (frames === undefined || stage === 'voice' || stage === 'portrait') return `${name} …`;
  const filled = Math.round((barCells * framesDone) / frames);
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled);
  const line = `${name}  ${bar}  ${String(framesDone)}/${String(frames)}`;
  // The first frames come in one batch; their rate would promise too much.
  if (elapsedSeconds < 0.5 || framesDone === frames) return line;
  const rate = framesDone / elapsedSeconds;
  return `${line}  ${rate.toFixed(0)} frames/s  ${((frames - framesDone) / rate).toFixed(0)} s left`;
}

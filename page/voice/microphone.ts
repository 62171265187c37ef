import { PageProblem } from '../service/problem.js';
import { texts } from '../texts/texts.js';

/** A recording in progress. */
export interface Recording {
  /** Loudness of the last moment, 0 to 1. */
  level(): number;
  /** Ends it. */
  stop(): Promise<Blob>;
}

/** Starts recording. @throws Problem `microphone` if it is missing or not allowed */
export async function startRecording(): Promise<Recording> {
  // Missing if the page was not loaded over https or from this machine.
  const devices: MediaDevices | undefined = 'mediaDevices' in navigator ? navigator.mediaDevices : undefined;
  if (!devices) {
    throw new PageProblem('microphone', texts.voice.needsHttps);
  }
  const stream = await devices.getUserMedia({ audio: true }).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw new PageProblem('microphone', texts.voice.browserSays(message));
  });
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.start();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.min(
        1,
        3 * Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length),
      );
    },
    async stop() {
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await stopped;
      for (const track of stream.getTracks()) track.stop();
      await context.close();
      return new Blob(pieces, { type: recorder.mimeType });
    },
  };
}

/** A name for a recording, with the extension of its type. */
export function recordingName({ type }: Blob): string {
  return type.startsWith('audio/mp4')
    ? 'recording.m4a'
    : type.startsWith('audio/ogg')
      ? 'recording.ogg'
      : 'recording.webm';
}

import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { clock } from '../view/format.js';
import { clearProblem, showProblem } from '../view/problem.js';
import { loadBlob, unloadBlob } from '../view/show-blob.js';
import { recordingName, startRecording, type Recording } from './microphone.js';
import type { Voice } from './voice.js';

const levelsPerSecond = 20;

/** Records a voice, shows its loudness, and plays it back. */
export class MicrophonePanel {
  readonly #button = find('record', HTMLButtonElement);
  readonly #label = find('record-label', HTMLElement);
  readonly #clock = find('record-clock', HTMLElement);
  readonly #canvas = find('level', HTMLCanvasElement);
  readonly #player = find('record-player', HTMLAudioElement);
  readonly #problem = find('form-problem', HTMLElement);
  readonly #onChange: () => void;
  #recording: Recording | undefined;
  #levels: number[] = [];
  #timer = 0;
  #voice: Voice | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#button.addEventListener('click', () => void this.#toggle());
  }

  /** The finished recording, if there is one. */
  get voice(): Voice | undefined {
    return this.#voice;
  }

  /** Stops the current recording. */
  async end(): Promise<void> {
    const recording = this.#recording;
    if (!recording) return;
    this.#recording = undefined;
    clearInterval(this.#timer);
    this.#button.classList.remove('on');
    this.#label.textContent = texts.voice.recordAgain;
    const blob = await recording.stop();
    this.#voice = { kind: 'microphone', blob, name: recordingName(blob) };
    loadBlob(this.#player, blob);
    announce(texts.voice.recorded(Math.round(this.#levels.length / levelsPerSecond)));
    this.#onChange();
  }

  async #toggle(): Promise<void> {
    if (this.#recording) {
      await this.end();
      return;
    }
    clearProblem(this.#problem);
    this.#button.disabled = true;
    let recording: Recording;
    try {
      recording = await startRecording();
    } catch (error) {
      showProblem(this.#problem, error);
      return;
    } finally {
      this.#button.disabled = false;
      this.#button.focus();
    }
    // A user who has switched to another kind of voice before the browser allowed the microphone must
    // not be recorded.
    if (this.#button.closest('[hidden]')) {
      await recording.stop();
      return;
    }
    this.#recording = recording;
    this.#voice = undefined;
    unloadBlob(this.#player);
    this.#levels = [];
    this.#label.textContent = texts.voice.stop;
    this.#button.classList.add('on');
    announce(texts.voice.recording);
    this.#timer = window.setInterval(() => this.#draw(), 1000 / levelsPerSecond);
    this.#onChange();
  }

  #draw(): void {
    this.#levels.push(this.#recording?.level() ?? 0);
    this.#clock.textContent = clock(this.#levels.length / levelsPerSecond);
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    const { width, height } = this.#canvas;
    context.clearRect(0, 0, width, height);
    context.fillStyle = getComputedStyle(this.#canvas).color;
    for (const [i, level] of this.#levels.slice(-width / 6).entries()) {
      const tall = Math.max(3, level * height);
      context.fillRect(i * 6, (height - tall) / 2, 3, tall);
    }
  }
}

import { showBlob } from '../view/show-blob.js';
import type { Portrait } from '../portrait/portrait.js';
import { hasEnded, type Job } from '../service/job.js';
import { PageProblem, Problem } from '../service/problem.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { clearProblem, showProblem } from '../view/problem.js';
import { Film } from './film.js';
import { FinishNotice } from './finish-notice.js';
import { Player } from './player.js';
import { resultNote } from './progress-messages.js';
import { ProgressView } from './progress-view.js';

/** A finished video. */
interface FinishedVideo {
  readonly url: string;
  /** The URL of its captions. */
  readonly captions: string | undefined;
  /** Whether it starts by itself, which browsers allow after a click. */
  readonly play: boolean;
  /** Whether the player already has all of it, from the stream. */
  readonly isWhole: boolean;
}

/** The large picture: the portrait, then the progress of its video, then the video. */
export class Stage {
  readonly #section = find('stage', HTMLElement);
  readonly #picture = find('stage-picture', HTMLImageElement);
  readonly #player = new Player();
  readonly #video = this.#player.video;
  readonly #mark = find('stage-mark', HTMLElement);
  readonly #name = find('stage-name', HTMLElement);
  readonly #note = find('stage-note', HTMLElement);
  readonly #progress = new ProgressView();
  readonly #problem = find('stage-problem', HTMLElement);
  readonly #download = find('download', HTMLAnchorElement);
  readonly #share = find('share-video', HTMLElement);
  readonly #cancel = find('cancel', HTMLButtonElement);
  readonly #notice = new FinishNotice();
  readonly #film = new Film();
  readonly #leave = find('leave', HTMLButtonElement);

  constructor() {
    // A slow machine renders more slowly than the video plays.
    this.#video.addEventListener('waiting', () => {
      if (this.#section.dataset['state'] === 'job') this.#note.textContent = texts.stage.catchingUp;
    });
    this.#video.addEventListener('playing', () => {
      if (this.#section.dataset['state'] === 'job') this.#note.textContent = '';
    });
  }

  /** The name of the portrait on the stage. */
  get name(): string {
    return this.#name.textContent;
  }

  /** Plays the example over the portrait on the stage. */
  async showFilm(): Promise<void> {
    // The portrait comes first, on a slow line.
    await new Promise((resolve) => {
      if (this.#picture.complete && this.#picture.naturalWidth > 0) resolve(undefined);
      else this.#picture.addEventListener('load', resolve, { once: true });
    });
    await this.#film.play();
  }

  /** Ends the example, since the user has chosen something. */
  stopFilm(): void {
    this.#film.stop();
  }

  /** Shows a portrait without a job. */
  showPortrait({ name }: Pick<Portrait, 'name'>, pictureUrl: string): void {
    this.#clear('portrait');
    this.#picture.src = pictureUrl;
    this.#picture.alt = texts.stage.portrait(name);
    this.#name.textContent = name;
  }

  /** Shows a rendered frame of a portrait. */
  showFrame({ name }: Portrait, frame: Blob, note: string): void {
    this.#clear('portrait');
    showBlob(this.#picture, frame);
    this.#name.textContent = name;
    this.#picture.alt = `${name}, ${note}`;
    this.#note.textContent = note;
    announce(texts.stage.frame(name, note));
  }

  /** Says what is being done with the portrait on the stage. */
  showWaiting(note: string): void {
    this.#note.textContent = note;
  }

  /** Shows what is behind a transparent portrait: a checkered ground. */
  showGround(isCheckered: boolean): void {
    this.#player.showGround(isCheckered);
  }

  /** Shows the progress of a job. */
  showProgress(job: Job): void {
    this.#enter('job');
    this.#progress.show(job);
    if (hasEnded(job)) this.#hideCancel();
    else {
      this.#cancel.hidden = false;
      this.#notice.offer(true);
    }
  }

  /**
   * Shows the video of a job while it is rendered.
   * @param load fills the player; resolves to whether it has all of the video
   */
  async playLive(
    load: (video: HTMLVideoElement) => Promise<boolean>,
    job: Job,
    play: boolean,
  ): Promise<boolean> {
    const loaded = load(this.#video);
    const hasPicture = new Promise((resolve) =>
      this.#video.addEventListener('loadeddata', resolve, { once: true }),
    );
    void Promise.race([hasPicture, loaded]).then(() => {
      if (this.#section.dataset['state'] !== 'job' || this.#video.readyState < 2) return;
      this.#player.show(job, this.#name.textContent);
      if (play) void this.#video.play().catch(() => undefined);
    });
    return loaded;
  }

  /** Shows that a request is being sent. */
  showSending(): void {
    this.#clear('job');
    this.#progress.showSending();
  }

  /** Shows the video of a job. */
  async showVideo(job: Job, { url, captions, play, isWhole }: FinishedVideo): Promise<void> {
    const keepsPlayer = isWhole && this.#video.readyState >= 2;
    this.#clear('video', keepsPlayer);
    this.#note.textContent = resultNote(job);
    this.#mark.hidden = job.result?.isMarked !== true;
    if (!keepsPlayer) this.#video.src = url;
    this.#player.show(job, this.#name.textContent, captions);
    this.#download.href = url;
    this.#download.download = `${job.avatarId ?? job.jobId}.${job.result?.format ?? 'mp4'}`;
    this.#download.hidden = false;
    this.#share.hidden = false;
    this.#leave.hidden = false;
    announce(texts.stage.ready);
    this.#notice.show(texts.stage.ready);
    // A browser may require a click first; the video has its own button for that.
    // A short video may be whole before its first picture was shown: then it has not started.
    const hasStarted = keepsPlayer && this.#video.played.length > 0;
    if (play && !hasStarted) await this.#video.play().catch(() => undefined);
  }

  /** Shows why there is no video. */
  showProblem(thrown: unknown): void {
    this.#clear('problem');
    this.#leave.hidden = false;
    showProblem(this.#problem, thrown);
  }

  /** Shows how a job without a video ended. */
  showEnd({ state, error }: Job): void {
    this.showProblem(
      error ? new Problem(error.code, error.message) : new PageProblem(state, texts.stage.canceled),
    );
  }

  scrollIntoView(): void {
    const { top, bottom } = this.#section.getBoundingClientRect();
    if (top >= 0 && bottom <= innerHeight) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#section.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  }

  #clear(state: string, keepsPlayer = false): void {
    this.#enter(state);
    clearProblem(this.#problem);
    this.#note.textContent = '';
    this.#player.clear(keepsPlayer);
    this.#progress.hide();
    for (const part of [this.#mark, this.#download, this.#share, this.#leave]) part.hidden = true;
    this.#hideCancel();
  }

  /** Focus that was on that button moves to the stage, not to the top of the page. */
  #hideCancel(): void {
    if (document.activeElement === this.#cancel) this.#section.focus({ preventScroll: true });
    this.#cancel.hidden = true;
    this.#notice.offer(false);
  }

  #enter(state: string): void {
    this.#section.dataset['state'] = state;
    if (state !== 'portrait') this.#film.stop();
  }
}

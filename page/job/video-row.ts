import type { Gallery } from '../portrait/gallery.js';
import { servicePath } from '../service/base-path.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { element, icon } from '../view/element.js';
import { ago } from '../view/format.js';
import type { HistoryEntry } from './job-history.js';
import { shareWith } from './share-video.js';

interface ShownVideo {
  readonly job: HistoryEntry;
  /** Of its portrait. */
  readonly name: string;
  readonly play: (jobId: string) => void;
  /** Deletes the job, once the user is sure. */
  readonly remove: () => Promise<void>;
}

/** A video in the list: its picture, what was said, and what can be done with it. */
export class VideoRow {
  readonly element: HTMLElement;
  readonly #service: Service;
  readonly #gallery: Gallery;
  readonly #video: ShownVideo;
  readonly #picture = element('img', { alt: '', width: '72', height: '72', loading: 'lazy' });

  constructor(service: Service, gallery: Gallery, video: ShownVideo) {
    this.#service = service;
    this.#gallery = gallery;
    this.#video = video;
    void this.#showPicture();
    this.element = element('li', {}, ...this.#links(), this.#actions());
  }

  /** Whether the row shows just that. */
  shows({ jobId, state, voice }: HistoryEntry, name: string): boolean {
    const { job } = this.#video;
    return job.jobId === jobId && job.state === state && job.voice === voice && this.#video.name === name;
  }

  /** Frees the picture. */
  release(): void {
    this.#service.releaseMedia(this.#posterPath);
  }

  get #posterPath(): string {
    return `/status/${this.#video.job.jobId}/poster.jpg?width=160`;
  }

  /** The first frame; the portrait for a job without a video, or with one of an earlier version. */
  async #showPicture(): Promise<void> {
    const { state, avatarId } = this.#video.job;
    const portrait = this.#gallery.portrait(avatarId);
    const tile = portrait && (() => this.#gallery.tileUrl(portrait));
    if (state === 'completed') {
      this.#picture.addEventListener('error', () => void tile?.().then((url) => (this.#picture.src = url)), {
        once: true,
      });
      const poster = await this.#service.mediaUrl(this.#posterPath).catch(() => undefined);
      if (poster !== undefined) this.#picture.src = poster;
      else if (tile) this.#picture.src = await tile();
    } else if (tile) this.#picture.src = await tile();
  }

  /** The picture and the words lead to the video; for the keyboard and for screen readers, only the words do. */
  #links(): HTMLElement[] {
    const { job, name, play } = this.#video;
    const isDone = job.state === 'completed';
    const note = [ago(job.requestedMs, Date.now()), ...stateWords(job)].join(', ');
    const href = `#${job.jobId}`;
    const hidden = { href, class: 'shot', tabindex: '-1', 'aria-hidden': 'true' };
    const links = [
      element('a', hidden, this.#picture, ...(isDone ? [icon('play')] : [])),
      element(
        'a',
        { href, class: 'about' },
        ...(isDone ? [element('span', { class: 'unseen' }, texts.history.play)] : []),
        element('b', {}, name),
        ' ',
        element('span', { class: 'said' }, job.voice),
        ' ',
        element('span', { class: 'hint' }, note),
      ),
    ];
    for (const link of links) {
      link.addEventListener('click', (event) => {
        // Another tab or window is the browser's business.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        play(job.jobId);
      });
    }
    return links;
  }

  #actions(): HTMLElement {
    const { job, name } = this.#video;
    const place = element('div', { class: 'video-actions' });
    const button = (text: string) =>
      element(
        'button',
        { type: 'button', class: 'plain', 'aria-label': `${text}: ${name}, ${job.voice}` },
        text,
      );
    const copy = button(texts.page.copyLink);
    const share = button(texts.page.share);
    shareWith({ share, copy }, this.#service, () => ({ jobId: job.jobId, name }));
    const remove = button(texts.portrait.delete);
    const actions = job.state === 'completed' ? [this.#download(), share, copy, remove] : [remove];
    remove.addEventListener('click', () => {
      const sure = element('button', { type: 'button', class: 'plain' }, texts.history.deleteForGood);
      const keep = element('button', { type: 'button', class: 'plain' }, texts.history.keep);
      sure.addEventListener('click', () => void this.#video.remove());
      keep.addEventListener('click', () => {
        place.replaceChildren(...actions);
        remove.focus();
      });
      place.replaceChildren(element('p', { role: 'alert' }, texts.history.deleteQuestion), sure, keep);
      keep.focus();
    });
    place.append(...actions);
    return place;
  }

  #download(): HTMLElement {
    const { job, name } = this.#video;
    const format = job.request?.format ?? 'mp4';
    const path = `/status/${job.jobId}/video.${format}`;
    const link = element(
      'a',
      {
        href: servicePath(path),
        download: `${job.avatarId}.${format}`,
        'aria-label': `${texts.page.download}: ${name}, ${job.voice}`,
      },
      texts.page.download,
    );
    link.addEventListener('click', (event) => {
      // A link sends no key: the page downloads the video, and then its link saves that.
      if (!this.#service.hasKey || link.href.startsWith('blob:')) return;
      event.preventDefault();
      void this.#service.mediaUrl(path).then((url) => {
        link.href = url;
        link.click();
        link.href = servicePath(path);
        setTimeout(() => this.#service.releaseMedia(path), 60_000);
      });
    });
    return link;
  }
}

/** What has become of a job that has no video. */
function stateWords({ state }: HistoryEntry): string[] {
  return state === 'completed' ? [] : [texts.history[state]];
}

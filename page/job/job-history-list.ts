import type { Gallery } from '../portrait/gallery.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { element, icon } from '../view/element.js';
import { find } from '../view/find.js';
import { ago } from '../view/format.js';
import type { HistoryEntry, JobHistory } from './job-history.js';

/** Shows the jobs of this browser; each links to its video. */
export function showJobHistory(jobs: JobHistory, gallery: Gallery): void {
  const list = jobs.list();
  find('history', HTMLElement).hidden = list.length === 0;
  find('history-list', HTMLElement).replaceChildren(...list.map((job) => row(job, jobs, gallery)));
}

function row(job: HistoryEntry, jobs: JobHistory, gallery: Gallery): HTMLElement {
  const picture = element('img', { alt: '', width: '56', height: '56', decoding: 'async' });
  const portrait = gallery.portrait(job.avatarId);
  if (portrait) void gallery.tileUrl(portrait).then((url) => (picture.src = url));
  const note = [ago(job.requestedMs, Date.now()), ...stateWords(job)].join(', ');
  const link = element(
    'a',
    { href: `#${job.jobId}` },
    picture,
    element('span', {}, element('b', {}, job.avatarId), ' ', element('span', { class: 'said' }, job.voice)),
    element('span', { class: 'hint' }, note),
  );
  const forget = element(
    'button',
    { type: 'button', class: 'plain', 'aria-label': texts.history.remove(job.avatarId, job.voice) },
    icon('close'),
  );
  forget.addEventListener('click', () => {
    jobs.forget(job.jobId);
    announce(texts.history.removed);
    find('history-title', HTMLElement).focus();
  });
  return element('li', {}, link, forget);
}

/** What has become of a job that has no video. */
function stateWords({ state }: HistoryEntry): string[] {
  return state === 'completed' ? [] : [texts.history[state]];
}

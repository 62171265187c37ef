import { PageProblem, Problem } from '../service/problem.js';
import { texts } from '../texts/texts.js';
import { errorMessage } from '../service/error-messages.js';
import { element } from './element.js';

/** Shows what went wrong and what to do about it; nothing if `thrown` is an abort. */
export function showProblem(place: HTMLElement, thrown: unknown): void {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
  const problem = thrown instanceof Problem ? thrown : undefined;
  const { title, advice } = errorMessage(problem?.code ?? 'page');
  const detail = problem?.message ?? (thrown instanceof Error ? thrown.message : String(thrown));
  // The service answers in English.
  const lang: Readonly<Record<string, string>> = problem instanceof PageProblem ? {} : { lang: 'en' };
  place.replaceChildren(
    element('p', { class: 'problem-title' }, title),
    element('p', {}, advice),
    element(
      'p',
      { class: 'problem-detail' },
      texts.problem.detail,
      ' ',
      element('span', lang, sentence(detail)),
    ),
  );
}

export function clearProblem(place: HTMLElement): void {
  place.replaceChildren();
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

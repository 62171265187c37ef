import { Problem } from '../service/problem.js';
import { errorMessage } from '../service/error-messages.js';
import { element } from './element.js';

/** Shows what went wrong and what to do about it; nothing if `thrown` is an abort. */
export function showProblem(place: HTMLElement, thrown: unknown): void {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
  const problem = thrown instanceof Problem ? thrown : undefined;
  const { title, advice } = errorMessage(problem?.code ?? 'page');
  const detail = problem?.message ?? (thrown instanceof Error ? thrown.message : String(thrown));
  place.replaceChildren(
    element('p', { class: 'problem-title' }, title),
    element('p', {}, advice),
    element('p', { class: 'problem-detail' }, `In detail: ${sentence(detail)}`),
  );
}

export function clearProblem(place: HTMLElement): void {
  place.replaceChildren();
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

import { find } from './find.js';

/** Announces a text to screen reader users. */
export function announce(text: string): void {
  find('announcement', HTMLElement).textContent = text;
}

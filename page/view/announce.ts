import { find } from './find.js';

/** Says something to those who hear the page instead of seeing it. */
export function announce(text: string): void {
  find('announcement', HTMLElement).textContent = text;
}

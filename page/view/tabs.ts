import { find } from './find.js';

/** Tabs that show one panel at a time (WAI-ARIA: arrow keys choose, Tab leaves). */
export function showTabs(list: HTMLElement): void {
  const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  const choose = (chosen: HTMLButtonElement) => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      find(tab.getAttribute('aria-controls') ?? '', HTMLElement).hidden = tab !== chosen;
    }
  };
  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const next = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: -1 }[key];
      const other = next === undefined ? undefined : tabs.at(next % tabs.length);
      if (!other) return;
      choose(other);
      other.focus();
    });
  }
}

import { language, texts } from './texts.js';

/** The attributes that have texts, by the data attribute that names the text. */
const attributes = { label: 'aria-label', placeholder: 'placeholder', content: 'content' } as const;

/** Puts the texts of the language of the user in place of the English ones of `index.html`. */
export function translatePage(): void {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const text = pageText(element.dataset['text']);
    if (element.textContent !== text) element.textContent = text;
  }
  for (const [data, attribute] of Object.entries(attributes)) {
    for (const element of document.querySelectorAll<HTMLElement>(`[data-${data}]`)) {
      element.setAttribute(attribute, pageText(element.dataset[data]));
    }
  }
}

function pageText(name = ''): string {
  if (isPageText(name)) return texts.page[name];
  throw new TypeError(`the page has no text ${name}`);
}

function isPageText(name: string): name is keyof typeof texts.page {
  return Object.hasOwn(texts.page, name);
}

import { texts } from './texts/texts.js';
import { find } from './view/find.js';

/**
 * Asks for an API key.
 * @param wrong whether the service has rejected a key
 * @returns undefined if none was given
 */
export function askForKey(wrong: boolean): Promise<string | undefined> {
  const dialog = find('key', HTMLDialogElement);
  const form = find('key-form', HTMLFormElement);
  const field = find('key-field', HTMLInputElement);
  const problem = find('key-problem', HTMLElement);
  find('key-button', HTMLButtonElement).hidden = false;
  find('key-words', HTMLElement).textContent = texts.key.where;
  problem.textContent = wrong ? texts.key.wrong : '';
  field.value = '';
  const closing = new AbortController();
  return new Promise<string | undefined>((resolve) => {
    const { signal } = closing;
    find('key-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close(), { signal });
    dialog.addEventListener('close', () => resolve(undefined), { signal });
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        const key = field.value.trim();
        if (/^[\x21-\x7e]+$/.test(key)) {
          resolve(key);
          return;
        }
        problem.textContent = texts.key.malformed;
        field.focus();
      },
      { signal },
    );
    if (!dialog.open) dialog.showModal();
  }).finally(() => {
    closing.abort();
    dialog.close();
  });
}

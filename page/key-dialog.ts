import { find } from './view/find.js';

/**
 * Asks somebody for an API key.
 * @param wrong whether one was given that the service does not know
 * @returns undefined where none was given
 */
export function askForKey(wrong: boolean): Promise<string | undefined> {
  const dialog = find('key', HTMLDialogElement);
  const form = find('key-form', HTMLFormElement);
  const field = find('key-field', HTMLInputElement);
  const problem = find('key-problem', HTMLElement);
  find('key-button', HTMLButtonElement).hidden = false;
  find('key-words', HTMLElement).textContent =
    'Whoever runs it hands keys out; one of them lets this page in.';
  problem.textContent = wrong ? 'The service does not know that key. Give another one.' : '';
  field.value = '';
  const ending = new AbortController();
  return new Promise<string | undefined>((resolve) => {
    const { signal } = ending;
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
        problem.textContent = 'A key has no spaces and no letters beyond ASCII. Enter it here.';
        field.focus();
      },
      { signal },
    );
    if (!dialog.open) dialog.showModal();
  }).finally(() => {
    ending.abort();
    dialog.close();
  });
}

import { clearProblem, showProblem } from './problem.js';

/** Runs a button's action, one at a time, and shows its error. */
export async function busy(
  button: HTMLButtonElement,
  problem: HTMLElement,
  work: () => Promise<void>,
): Promise<void> {
  clearProblem(problem);
  const hadFocus = document.activeElement === button;
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } catch (error) {
    showProblem(problem, error);
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
    // A disabled button loses the focus; it gets it back unless the focus has moved on.
    if (hadFocus && document.activeElement === document.body) button.focus({ preventScroll: true });
  }
}

import { clearProblem, showProblem } from './problem.js';

/** Does what a button asks for, once at a time, and shows what went wrong with it. */
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
    // A button that is disabled loses the focus; where nobody else took it, it comes back.
    if (hadFocus && document.activeElement === document.body) button.focus({ preventScroll: true });
  }
}

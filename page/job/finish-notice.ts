import { find } from '../view/find.js';

/** Says in the title of the tab, and as a notification if that is allowed, that a video is ready. */
export class FinishNotice {
  readonly #button = find('notify', HTMLButtonElement);
  readonly #title = document.title;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) document.title = this.#title;
    });
    this.#button.addEventListener('click', () => {
      this.#button.hidden = true;
      void Notification.requestPermission();
    });
  }

  /** Offers to ask for the permission to notify, while a job is rendered. */
  offer(isOffered: boolean): void {
    const mayAsk = isSecureContext && 'Notification' in window && Notification.permission === 'default';
    this.#button.hidden = !(isOffered && mayAsk);
  }

  /** The user sees a page that is in front; another one has to be noticed. */
  show(text: string): void {
    if (!document.hidden) return;
    document.title = `● ${text}`;
    if ('Notification' in window && Notification.permission === 'granted') {
      const notice = new Notification(text);
      notice.addEventListener('click', () => window.focus());
    }
  }
}

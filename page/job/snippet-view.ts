import { servicePath } from '../service/base-path.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { chosen, find } from '../view/find.js';
import { curlLine, type ShownRequest } from './snippets.js';

/** Shows what a program would send: a curl command, and the CloudEvent that went to the broker. */
export class SnippetView {
  readonly #service: Service;
  readonly #text = find('snippet-text', HTMLElement);
  readonly #hint = find('snippet-hint', HTMLElement);
  readonly #copy = find('copy', HTMLButtonElement);
  #request: ShownRequest | undefined;
  #jobId: string | undefined;
  #shown = 0;

  constructor(service: Service) {
    this.#service = service;
    find('snippet', HTMLElement).parentElement?.addEventListener('change', () => void this.#draw());
    this.#copy.addEventListener('click', () => void this.#copyText());
  }

  /** @param jobId the job, if the request has been sent */
  show(request: ShownRequest | undefined, jobId?: string): void {
    this.#request = request;
    this.#jobId = jobId;
    void this.#draw();
  }

  async #draw(): Promise<void> {
    const turn = ++this.#shown;
    const [text, hint] = chosen('snippet') === 'event' ? await this.#event() : this.#curl();
    // Something else was chosen while this was loading.
    if (turn !== this.#shown) return;
    this.#text.textContent = text;
    this.#hint.textContent = hint;
    this.#copy.hidden = text === '';
    find('snippet', HTMLElement).hidden = text === '';
  }

  #curl(): [string, string] {
    if (!this.#request) return ['', texts.snippets.chooseVoice];
    const hint = this.#service.hasKey ? texts.snippets.keyFrom : '';
    return [
      curlLine(this.#request, location.origin + servicePath('/').slice(0, -1), this.#service.hasKey),
      hint,
    ];
  }

  async #event(): Promise<[string, string]> {
    if (this.#jobId === undefined) return ['', texts.snippets.makeFirst];
    try {
      const event = await this.#service.json(`/render/${this.#jobId}`);
      return [JSON.stringify(event, null, 2), texts.snippets.structured];
    } catch {
      return ['', texts.snippets.gone];
    }
  }

  async #copyText(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#text.textContent);
      this.#copy.textContent = texts.snippets.copied;
      announce(texts.snippets.copied);
      setTimeout(() => (this.#copy.textContent = texts.snippets.copy), 2000);
    } catch {
      // Without https there is no clipboard to write to; the selection can be copied by hand.
      getSelection()?.selectAllChildren(this.#text);
      announce(texts.snippets.selected);
    }
  }
}

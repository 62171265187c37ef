import { isRecord, textIn } from '../service/read-json.js';
import { requestSpeech } from '../service/request-speech.js';
import { Problem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { busy } from '../view/busy.js';
import { element } from '../view/element.js';
import { find } from '../view/find.js';
import { loadBlob, unloadBlob } from '../view/show-blob.js';
import type { Voice } from './voice.js';

/** A text to speak, the voice that speaks it, and a player to listen to both. */
export class TextPanel {
  readonly #service: Service;
  readonly #text = find('voice-text', HTMLTextAreaElement);
  readonly #speaker = find('voice-speaker', HTMLSelectElement);
  readonly #listen = find('voice-text-listen', HTMLButtonElement);
  readonly #player = find('voice-text-player', HTMLAudioElement);
  #isListed = false;

  constructor(service: Service, onChange: () => void) {
    this.#service = service;
    this.#text.addEventListener('input', () => {
      this.silence();
      onChange();
    });
    this.#speaker.addEventListener('change', () => this.silence());
    this.#listen.addEventListener('click', () => void this.#play());
  }

  /** What was entered; undefined if there is nothing to say. */
  get draft(): { readonly name: string; readonly speaker: string } | undefined {
    const name = this.#text.value.trim();
    return /[\p{L}\p{N}]/u.test(name) ? { name, speaker: this.#speaker.value } : undefined;
  }

  /** @throws Problem `nothing_chosen` */
  voice(): Voice {
    const { draft } = this;
    if (draft) return { kind: 'text', text: draft.name, speaker: draft.speaker };
    throw new Problem('nothing_chosen', 'no text has been entered yet');
  }

  /** Lists the voices, the first time that the panel is shown. */
  async show(): Promise<void> {
    if (this.#isListed) return;
    this.#isListed = true;
    try {
      const voices = await this.#service.json('/voices');
      this.#speaker.append(...(Array.isArray(voices) ? voices : []).flatMap(option));
    } catch {
      // The default voice is still there.
      this.#isListed = false;
    }
  }

  silence(): void {
    this.#player.pause();
    unloadBlob(this.#player);
  }

  async #play(): Promise<void> {
    await busy(this.#listen, find('form-problem', HTMLElement), async () => {
      const voice = this.voice();
      if (voice.kind !== 'text') return;
      loadBlob(this.#player, await requestSpeech(this.#service, voice));
      await this.#player.play().catch(() => undefined);
    });
  }
}

function option(voice: unknown): HTMLOptionElement[] {
  const id = isRecord(voice) ? textIn(voice, 'id') : undefined;
  if (id === undefined || !isRecord(voice)) return [];
  const language = textIn(voice, 'language');
  return [element('option', { value: id }, language === undefined ? id : `${id} (${language})`)];
}

import { withoutPrefix } from '../service/base-path.js';
import { requestSpeech } from '../service/request-speech.js';
import { PageProblem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { busy } from '../view/busy.js';
import { element } from '../view/element.js';
import { find } from '../view/find.js';
import { loadBlob, unloadBlob } from '../view/show-blob.js';
import { languageName, readSpeakers, speakerName, type Speaker } from './speakers.js';
import { likelyLanguages } from './text-language.js';
import type { Voice } from './voice.js';

/** A text to speak, the voice that speaks it, and a player to listen to both. */
export class TextPanel {
  readonly #service: Service;
  readonly #text = find('voice-text', HTMLTextAreaElement);
  readonly #count = find('voice-text-count', HTMLElement);
  readonly #language = find('voice-text-language', HTMLElement);
  readonly #speaker = find('voice-speaker', HTMLSelectElement);
  readonly #sample = find('voice-sample', HTMLButtonElement);
  readonly #listen = find('voice-text-listen', HTMLButtonElement);
  readonly #player = find('voice-text-player', HTMLAudioElement);
  #speakers: readonly Speaker[] = [];

  constructor(service: Service, onChange: () => void) {
    this.#service = service;
    this.#text.addEventListener('input', () => {
      this.silence();
      this.#showNotes();
      onChange();
    });
    this.#speaker.addEventListener('change', () => {
      this.silence();
      this.#showNotes();
    });
    this.#sample.addEventListener('click', () => void this.#play(this.#sample, () => this.#loadSample()));
    this.#listen.addEventListener('click', () => void this.#play(this.#listen, () => this.#speak()));
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
    throw new PageProblem('nothing_chosen', texts.voice.noText);
  }

  /** Lists the voices, the first time that the panel is shown. */
  async show(): Promise<void> {
    this.#showNotes();
    if (this.#speakers.length > 0) return;
    try {
      const speakers = readSpeakers(await this.#service.json('/voices'));
      if (this.#speakers.length > 0) return;
      this.#speakers = speakers;
      this.#speaker.append(
        ...speakers.map((speaker) => element('option', { value: speaker.id }, speakerName(speaker))),
      );
      const wanted = this.#speaker.dataset['wanted'] ?? '';
      if (speakers.some(({ id }) => id === wanted)) this.#speaker.value = wanted;
      this.#showNotes();
    } catch {
      // The default voice is still there.
    }
  }

  silence(): void {
    this.#player.pause();
    unloadBlob(this.#player);
  }

  /** The voice that will speak: the first one if none is chosen. */
  #chosen(): Speaker | undefined {
    return this.#speakers.find(({ id }) => id === this.#speaker.value) ?? this.#speakers[0];
  }

  #showNotes(): void {
    this.#count.textContent = texts.voice.letters(this.#text.value.length, this.#text.maxLength);
    const speaks = this.#chosen()?.language?.split('-')[0];
    const written = likelyLanguages(this.#text.value);
    const fits = speaks === undefined || written === undefined || written.includes(speaks);
    this.#language.textContent = fits
      ? ''
      : texts.voice.otherLanguage(languageName(speaks), languageName(written[0] ?? ''));
  }

  async #loadSample(): Promise<Blob> {
    const path = withoutPrefix(this.#chosen()?.sampleUrl);
    if (path?.startsWith('/voices/') !== true)
      throw new PageProblem('speech_voice_unknown', texts.voice.noSample);
    return (await this.#service.request(path)).blob();
  }

  async #speak(): Promise<Blob | undefined> {
    const voice = this.voice();
    return voice.kind === 'text' ? requestSpeech(this.#service, voice) : undefined;
  }

  async #play(button: HTMLButtonElement, load: () => Promise<Blob | undefined>): Promise<void> {
    await busy(button, find('form-problem', HTMLElement), async () => {
      const sound = await load();
      if (!sound) return;
      loadBlob(this.#player, sound);
      await this.#player.play().catch(() => undefined);
    });
  }
}

import { PageProblem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';
import { chosen, find } from '../view/find.js';
import { size } from '../view/format.js';
import { showProblem } from '../view/problem.js';
import { loadBlob, unloadBlob } from '../view/show-blob.js';
import { checkRecording } from './check-recording.js';
import { MicrophonePanel } from './microphone-panel.js';
import { SamplePanel } from './sample-panel.js';
import { TextPanel } from './text-panel.js';
import type { Voice } from './voice.js';

const kinds = ['sample', 'text', 'file', 'link', 'microphone'] as const;
type Kind = (typeof kinds)[number];

/** The panel for providing a voice in one of five ways. */
export class VoicePanel {
  readonly #samples: SamplePanel;
  readonly #text: TextPanel;
  readonly #microphone: MicrophonePanel;
  readonly #input = find('voice-file', HTMLInputElement);
  readonly #fileName = find('voice-file-name', HTMLElement);
  readonly #player = find('voice-file-player', HTMLAudioElement);
  readonly #link = find('voice-link', HTMLInputElement);
  readonly #problem = find('form-problem', HTMLElement);
  readonly #service: Service;
  readonly #onChange: () => void;
  #file: File | undefined;
  /** Resolves when the last file has been checked. */
  #checked = Promise.resolve();

  constructor(service: Service, onChange: () => void) {
    this.#service = service;
    this.#onChange = onChange;
    this.#samples = new SamplePanel(service);
    this.#text = new TextPanel(service, onChange);
    this.#microphone = new MicrophonePanel(onChange);
    find('voice', HTMLElement).addEventListener('change', () => {
      this.#showKind();
      onChange();
    });
    this.#link.addEventListener('input', onChange);
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      if (file) this.useFile(file);
    });
    this.#showKind();
  }

  /** Accepts a chosen or dropped file, or says at once why it cannot be a voice. */
  useFile(file: File): void {
    this.#file = file;
    this.#fileName.textContent = `${file.name}, ${size(file.size)}`;
    loadBlob(this.#player, file);
    const radio = document.querySelector('input[name="kind"][value="file"]');
    if (radio instanceof HTMLInputElement) radio.checked = true;
    this.#showKind();
    this.#onChange();
    this.#checked = this.#check(file);
  }

  async #check(file: File): Promise<void> {
    try {
      await checkRecording(this.#service, file);
      if (this.#file === file) announce(texts.voice.isVoice(file.name));
    } catch (error) {
      // Another file may have been chosen in the meantime.
      if (this.#file !== file) return;
      this.#file = undefined;
      this.#input.value = '';
      this.#fileName.textContent = texts.page.chooseRecording;
      unloadBlob(this.#player);
      this.#onChange();
      showProblem(this.#problem, error);
    }
  }

  /** What was chosen, without loading it; undefined if nothing was. */
  get draft(): { readonly kind: Kind; readonly name: string; readonly speaker?: string } | undefined {
    const kind = this.#kind();
    switch (kind) {
      case 'sample':
        return { kind, name: this.#samples.chosenFile() };
      case 'text':
        return this.#text.draft && { kind, ...this.#text.draft };
      case 'file':
        return this.#file && { kind, name: this.#file.name };
      case 'link':
        return isLink(this.#link.value) ? { kind, name: this.#link.value.trim() } : undefined;
      case 'microphone': {
        const { voice } = this.#microphone;
        return voice && 'name' in voice ? { kind, name: voice.name } : undefined;
      }
    }
  }

  /** The chosen voice. @throws Problem `nothing_chosen`, `request_invalid` */
  async load(): Promise<Voice> {
    const kind = this.#kind();
    this.#samples.silence();
    this.#text.silence();
    this.#player.pause();
    switch (kind) {
      case 'sample':
        return this.#samples.load();
      case 'text':
        return this.#text.voice();
      case 'file':
        await this.#checked;
        if (this.#file) return { kind, blob: this.#file, name: this.#file.name };
        throw new PageProblem('nothing_chosen', texts.voice.noFile);
      case 'link': {
        const url = this.#link.value.trim();
        if (url === '') throw new PageProblem('nothing_chosen', texts.voice.noUrl);
        if (!isLink(url)) throw new PageProblem('request_invalid', texts.voice.notUrl(url));
        return { kind, url };
      }
      case 'microphone': {
        await this.#microphone.end();
        if (this.#microphone.voice) return this.#microphone.voice;
        throw new PageProblem('nothing_chosen', texts.voice.noRecording);
      }
    }
  }

  #kind(): Kind {
    const value = chosen('kind');
    return kinds.find((kind) => kind === value) ?? 'sample';
  }

  #showKind(): void {
    const shown = this.#kind();
    for (const kind of kinds) find(`panel-${kind}`, HTMLElement).hidden = kind !== shown;
    if (shown !== 'sample') this.#samples.silence();
    if (shown === 'text') void this.#text.show();
    else this.#text.silence();
    if (shown !== 'microphone') void this.#microphone.end();
  }
}

function isLink(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim()) && URL.canParse(text.trim());
}

import { servicePath } from '../service/base-path.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { element, icon } from '../view/element.js';
import { chosen, find } from '../view/find.js';
import { samples, type Sample } from './samples.js';
import type { Voice } from './voice.js';

const group = 'sample';

/** The recordings that ship with the service, to listen to and to choose. */
export class SamplePanel {
  readonly #service: Service;
  readonly #player = new Audio();
  #playing: HTMLButtonElement | undefined;

  constructor(service: Service) {
    this.#service = service;
    find('panel-sample', HTMLElement).replaceChildren(
      ...samples.map((sample, i) => this.#row(sample, i === 0)),
    );
    this.#player.addEventListener('ended', () => this.silence());
  }

  /** The file of the chosen sample. */
  async load(): Promise<Voice> {
    const name = this.chosenFile();
    const response = await this.#service.request(`/voices/${name}`);
    return { kind: 'sample', blob: await response.blob(), name };
  }

  chosenFile(): string {
    return chosen(group);
  }

  silence(): void {
    this.#player.pause();
    this.#playing?.setAttribute('aria-pressed', 'false');
    this.#playing?.replaceChildren(icon('play'));
    this.#playing = undefined;
  }

  #row({ file, title, words }: Sample, isFirst: boolean): HTMLElement {
    const radio = element('input', { type: 'radio', name: group, value: file });
    radio.checked = isFirst;
    const listen = element('button', {
      type: 'button',
      class: 'listen',
      'aria-label': texts.voice.listenTo(title),
      'aria-pressed': 'false',
    });
    listen.append(icon('play'));
    listen.addEventListener('click', () => void this.#toggle(listen, file));
    const text = element('span', {}, element('b', {}, title), ' ', element('span', { class: 'hint' }, words));
    return element('div', { class: 'sample' }, element('label', {}, radio, text), listen);
  }

  async #toggle(button: HTMLButtonElement, file: string): Promise<void> {
    const wasPlaying = this.#playing === button;
    this.silence();
    if (wasPlaying) return;
    this.#playing = button;
    button.setAttribute('aria-pressed', 'true');
    button.replaceChildren(icon('stop'));
    this.#player.src = servicePath(`/voices/${file}`);
    // Stopping a sound while it loads is not an error.
    await this.#player.play().catch(() => undefined);
  }
}

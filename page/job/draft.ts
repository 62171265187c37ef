import { isRecord } from '../service/read-json.js';
import { SafeStorage } from '../service/safe-storage.js';
import { find } from '../view/find.js';

const radios = ['kind', 'sample', 'motion', 'aspect', 'background', 'format'] as const;
const fields = ['voice-text', 'voice-link', 'mouth-strength', 'background-color'] as const;
const checks = ['matte'] as const;

/** What was entered, kept in this tab: it survives a reload, and the way back from another page. */
export class Draft {
  readonly #stored = new SafeStorage(() => sessionStorage, 'avatar-service.draft');
  readonly #form = find('controls', HTMLFormElement);
  readonly #speaker = find('voice-speaker', HTMLSelectElement);

  constructor() {
    for (const name of ['input', 'change']) this.#form.addEventListener(name, () => this.#save());
  }

  /** The id of the portrait that was chosen. */
  get portrait(): string | undefined {
    return this.#read()['portrait'];
  }

  /** Puts what was entered back. The lists of portraits and voices arrive later. */
  restore(): void {
    const stored = this.#read();
    for (const name of radios) {
      for (const radio of this.#form.querySelectorAll(`input[name="${name}"]`)) {
        if (radio instanceof HTMLInputElement && stored[name] === radio.value) radio.checked = true;
      }
    }
    for (const id of fields) {
      const field = this.#field(id);
      const value = stored[id];
      if (field && value !== undefined) field.value = value;
    }
    for (const id of checks) {
      const value = stored[id];
      if (value !== undefined) find(id, HTMLInputElement).checked = value === 'true';
    }
    this.#speaker.dataset['wanted'] = stored['voice-speaker'] ?? '';
  }

  #save(): void {
    const data = new FormData(this.#form);
    const entries = [...radios, 'portrait'].flatMap((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    });
    const values = fields.map((id) => [id, this.#field(id)?.value ?? '']);
    const checked = checks.map((id) => [id, String(find(id, HTMLInputElement).checked)]);
    const speaker =
      this.#speaker.value === '' ? (this.#speaker.dataset['wanted'] ?? '') : this.#speaker.value;
    this.#stored.write(
      JSON.stringify(Object.fromEntries([...entries, ...values, ...checked, ['voice-speaker', speaker]])),
    );
  }

  #read(): Readonly<Record<string, string>> {
    try {
      const stored: unknown = JSON.parse(this.#stored.read() ?? '{}');
      if (!isRecord(stored)) return {};
      return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, String(value)]));
    } catch {
      return {};
    }
  }

  #field(id: string): HTMLInputElement | HTMLTextAreaElement | undefined {
    const field = document.getElementById(id);
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : undefined;
  }
}

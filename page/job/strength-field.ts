import type { RenderOptions } from '../service/render-options.js';
import { find } from '../view/find.js';
import { percent } from '../view/format.js';

/** The slider for how far the mouth moves. */
export class StrengthField {
  readonly #input = find('mouth-strength', HTMLInputElement);
  readonly #value = find('mouth-strength-value', HTMLOutputElement);

  constructor(changed: () => void) {
    this.#input.addEventListener('input', () => {
      this.#show();
      changed();
    });
    // Browsers restore fields after a reload.
    this.#show();
  }

  /** Nothing if the slider is at its default, so that requests stay as short as possible. */
  get options(): RenderOptions {
    const mouthStrength = this.#input.valueAsNumber;
    return mouthStrength === 1 ? {} : { mouthStrength };
  }

  #show(): void {
    this.#value.textContent = percent(this.#input.valueAsNumber);
  }
}

import type { RenderOptions } from '../service/render-options.js';
import { find } from '../view/find.js';

/** The choice of how much the portrait moves besides its mouth. */
export class MotionField {
  readonly #form = find('controls', HTMLFormElement);

  constructor(changed: () => void) {
    for (const choice of this.#form.querySelectorAll('input[name="motion"]')) {
      choice.addEventListener('change', changed);
    }
  }

  get options(): RenderOptions {
    const motion = new FormData(this.#form).get('motion');
    return typeof motion === 'string' ? { motion } : {};
  }
}

import { texts } from '../texts/texts.js';
import { element } from '../view/element.js';
import { find } from '../view/find.js';
import type { Box } from './box.js';

/** Buttons to choose one of several faces. */
export class FaceChoice {
  readonly #place = find('faces', HTMLElement);
  readonly #onChoice: (box: Box) => void;

  constructor(onChoice: (box: Box) => void) {
    this.#onChoice = onChoice;
  }

  /** Moves the focus to the first face. @returns whether there is a choice */
  focus(): boolean {
    const button = this.#place.querySelector('button');
    button?.focus();
    return button !== null;
  }

  /** Offers faces; the first one is preselected. With fewer than two, there is no choice. */
  offer(boxes: readonly Box[]): void {
    const buttons = boxes.map((_, i) =>
      element(
        'button',
        { type: 'button', class: 'quiet', 'aria-pressed': String(i === 0) },
        texts.portrait.faceNumber(i + 1),
      ),
    );
    for (const [i, box] of boxes.entries()) {
      buttons[i]?.addEventListener('click', () => {
        for (const [other, button] of buttons.entries())
          button.setAttribute('aria-pressed', String(other === i));
        this.#onChoice(box);
      });
    }
    this.#place.replaceChildren(...(boxes.length > 1 ? buttons : []));
  }
}

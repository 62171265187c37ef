import type { RenderOptions } from '../service/render-options.js';
import { find } from '../view/find.js';

/** The choice of the shape of the video, of what is behind the portrait, and of the kind of file. */
export class ShapeFields {
  readonly #form = find('controls', HTMLFormElement);
  readonly #color = find('background-color', HTMLInputElement);
  readonly #matte = find('matte', HTMLInputElement);
  readonly #asIs = find('background-as-is', HTMLElement);
  readonly #blurred = find('background-blurred', HTMLElement);

  /** @param changed called when another shape or background was chosen */
  constructor(changed: () => void) {
    const section = find('shape', HTMLDetailsElement);
    section.addEventListener('change', () => {
      this.#show();
      changed();
    });
    this.#show();
    // What a reload has kept is not hidden.
    section.open = this.isChosen;
  }

  /** Nothing for the whole picture as it is. */
  get options(): RenderOptions {
    const [aspect, format] = [this.#chosen('aspect'), this.#chosen('format')];
    const shape = { ...(aspect === '' ? {} : { aspect }), ...(format === '' ? {} : { format }) };
    const matte = this.#matte.checked ? { matte: true } : {};
    switch (this.#chosen('background')) {
      case 'color':
        return { ...shape, background: this.#color.value, ...matte };
      case 'transparent':
        return {
          ...shape,
          background: 'transparent',
          ...matte,
          ...(format === '' ? { transparent: 'stacked' } : {}),
        };
      default:
        // What a shape adds to a picture is blurred, if nothing else is chosen.
        return aspect === '' ? shape : { ...shape, background: 'blur' };
    }
  }

  /** Whether anything but the whole picture as it is was chosen. */
  get isChosen(): boolean {
    return Object.keys(this.options).length > 0;
  }

  #show(): void {
    const hasShape = this.#chosen('aspect') !== '';
    this.#asIs.hidden = hasShape;
    this.#blurred.hidden = !hasShape;
    find('cut-out', HTMLElement).hidden = this.#chosen('background') === '';
    this.#color.hidden = this.#chosen('background') !== 'color';
  }

  #chosen(name: string): string {
    const value = new FormData(this.#form).get(name);
    return typeof value === 'string' ? value : '';
  }
}

import { texts } from '../texts/texts.js';
import { drawn } from '../view/element.js';
import { corners, fitted, moved, resized, scaled, type Box, type Corner, type Size } from './box.js';

interface Drag {
  readonly from: Box;
  readonly x: number;
  readonly y: number;
  readonly corner: Corner | undefined;
}

/** What changes a box besides the pointer and the keys. */
interface BoxControls {
  readonly fields: HTMLFieldSetElement;
  /** Contains the buttons; each names its step in `data-step`. */
  readonly steps: HTMLElement;
}

const numbers = ['x', 'y', 'width', 'height'] as const;
const step = 2;
const longStep = 16;
/** Of a button, as a share of the longer side of the picture. */
const buttonStep = 0.02;
const buttonFactor = 1.08;

/**
 * A box over a picture. It can be dragged by its middle or its corners, moved with the arrow keys,
 * resized with Shift and the arrow keys, changed with buttons, or set in numbers.
 */
export class BoxEditor {
  readonly #drawing = drawn('svg', { class: 'box-editor', preserveAspectRatio: 'none' });
  readonly #shade = drawn('path', { class: 'shade', 'fill-rule': 'evenodd' });
  readonly #frame = drawn('rect', {
    class: 'box',
    tabindex: '0',
    role: 'application',
    'aria-roledescription': texts.portrait.movableBox,
  });
  readonly #handles = new Map(
    corners.map((corner) => [corner, drawn('circle', { class: `corner ${corner}` })]),
  );
  readonly #fields: HTMLFieldSetElement;
  readonly #onChange: () => void;
  #picture: Size = { width: 1, height: 1 };
  #box: Box = { x: 0, y: 0, width: 1, height: 1 };
  #drag: Drag | undefined;

  /**
   * @param place the element that contains the picture, and will contain the box
   * @param controls the numbers of the box, and the buttons that change it
   */
  constructor(place: HTMLElement, { fields, steps }: BoxControls, onChange: () => void) {
    this.#fields = fields;
    this.#onChange = onChange;
    this.#drawing.append(this.#shade, this.#frame, ...this.#handles.values());
    place.append(this.#drawing);
    this.#frame.addEventListener('pointerdown', (event) => this.#begin(event, undefined));
    for (const [corner, handle] of this.#handles) {
      handle.addEventListener('pointerdown', (event) => this.#begin(event, corner));
    }
    this.#drawing.addEventListener('pointermove', (event) => this.#follow(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      this.#drawing.addEventListener(end, () => (this.#drag = undefined));
    }
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    fields.addEventListener('change', () => this.#readNumbers());
    steps.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLButtonElement) this.#step(target.dataset['step']);
    });
  }

  focus(): void {
    this.#frame.focus({ preventScroll: true });
  }

  get box(): Box {
    return this.#box;
  }

  /** Shows a box; this does not count as a change. */
  show(box: Box, picture: Size): void {
    this.#picture = picture;
    this.#box = fitted(box, picture);
    this.#draw();
  }

  #begin(event: PointerEvent, corner: Corner | undefined): void {
    event.preventDefault();
    this.#frame.focus();
    this.#drawing.setPointerCapture(event.pointerId);
    this.#drag = { from: this.#box, x: event.clientX, y: event.clientY, corner };
  }

  #follow({ clientX, clientY }: PointerEvent): void {
    if (!this.#drag) return;
    const { from, x, y, corner } = this.#drag;
    const scale = this.#scale();
    const [dx, dy] = [(clientX - x) * scale, (clientY - y) * scale];
    this.#change(
      corner ? resized(from, corner, [dx, dy], this.#picture) : moved(from, dx, dy, this.#picture),
    );
  }

  #key(event: KeyboardEvent): void {
    const by = event.altKey ? longStep : step;
    const [dx, dy] =
      { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [];
    if (dx === undefined || dy === undefined) return;
    event.preventDefault();
    this.#change(
      event.shiftKey
        ? resized(this.#box, 'se', [dx, dy], this.#picture)
        : moved(this.#box, dx, dy, this.#picture),
    );
  }

  #step(name: string | undefined): void {
    const by = Math.max(1, buttonStep * Math.max(this.#picture.width, this.#picture.height));
    const [dx, dy] = { left: [-by, 0], right: [by, 0], up: [0, -by], down: [0, by] }[name ?? ''] ?? [0, 0];
    const factor = { larger: buttonFactor, smaller: 1 / buttonFactor }[name ?? ''] ?? 1;
    this.#change(scaled(moved(this.#box, dx ?? 0, dy ?? 0, this.#picture), factor, this.#picture));
  }

  #readNumbers(): void {
    const [x, y, width, height] = numbers.map((name) => this.#field(name)?.valueAsNumber ?? NaN);
    const box = { x, y, width, height };
    if (isWhole(box)) this.#change(fitted(box, this.#picture));
    else this.#draw();
  }

  #change(box: Box): void {
    this.#box = box;
    this.#draw();
    this.#onChange();
  }

  #draw(): void {
    const { x, y, width, height } = this.#box;
    const { width: w, height: h } = this.#picture;
    this.#drawing.setAttribute('viewBox', `0 0 ${String(w)} ${String(h)}`);
    this.#shade.setAttribute(
      'd',
      `M0 0h${String(w)}v${String(h)}H0zM${String(x)} ${String(y)}h${String(width)}v${String(height)}h-${String(width)}z`,
    );
    for (const name of numbers) {
      this.#frame.setAttribute(name, String(this.#box[name]));
      const field = this.#field(name);
      if (field) field.value = String(this.#box[name]);
    }
    this.#frame.setAttribute('aria-label', texts.portrait.box(x, y, width, height));
    for (const [corner, handle] of this.#handles) {
      handle.setAttribute('cx', String(corner.endsWith('w') ? x : x + width));
      handle.setAttribute('cy', String(corner.startsWith('n') ? y : y + height));
      handle.setAttribute('r', String(Math.max(w, h) / 60));
    }
  }

  /** Picture pixels per screen pixel. */
  #scale(): number {
    return this.#picture.width / Math.max(1, this.#drawing.getBoundingClientRect().width);
  }

  #field(name: string): HTMLInputElement | undefined {
    const field = this.#fields.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field : undefined;
  }
}

function isWhole(box: { [Name in keyof Box]: number | undefined }): box is Box {
  return Object.values(box).every((value) => Number.isFinite(value));
}

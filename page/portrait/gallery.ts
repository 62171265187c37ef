import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { element, icon } from '../view/element.js';
import { chosen, find } from '../view/find.js';
import { listPortraits, type Portrait } from './portrait.js';

const group = 'portrait';
/** Widths of pictures that the service scales, in pixels. */
const tileWidth = 160;
const stageWidths = [480, 640, 960] as const;
const widths = [tileWidth, ...stageWidths];

/** All portraits, one of them chosen. */
export class Gallery {
  readonly #service: Service;
  readonly #place = find('gallery', HTMLElement);
  readonly #onChange: (portrait: Portrait) => void;
  /** Kept when the portraits are reloaded: the focus may be on it. */
  readonly #add = element(
    'button',
    { type: 'button', class: 'add' },
    icon('plus'),
    element('span', {}, texts.portrait.add),
  );
  #portraits: readonly Portrait[] = [];
  /** When a portrait was changed, by id, so that its new picture bypasses all caches. */
  readonly #versions = new Map<string, number>();

  constructor(service: Service, onChange: (portrait: Portrait) => void, onAdd: () => void) {
    this.#service = service;
    this.#onChange = onChange;
    this.#add.addEventListener('click', onAdd);
    this.#place.addEventListener('change', () => {
      const portrait = this.chosen;
      if (portrait) onChange(portrait);
    });
  }

  list(): readonly Portrait[] {
    return this.#portraits;
  }

  get chosen(): Portrait | undefined {
    return this.portrait(chosen(group));
  }

  portrait(id: string): Portrait | undefined {
    return this.#portraits.find((portrait) => portrait.id === id);
  }

  /** The URL of a portrait's picture, as it was added. */
  pictureUrl(portrait: Portrait): Promise<string> {
    return this.#service.mediaUrl(this.#picturePath(portrait));
  }

  /** The URL of a portrait's picture in the size of the stage. */
  stageUrl(portrait: Portrait): Promise<string> {
    return this.#service.mediaUrl(this.#scaledPath(portrait, stageWidth()));
  }

  /** The URL of a small version of a portrait's picture. */
  tileUrl(portrait: Portrait): Promise<string> {
    return this.#service.mediaUrl(this.#scaledPath(portrait, tileWidth));
  }

  #scaledPath(portrait: Portrait, width: number): string {
    return (
      portrait.thumbnailUrl?.replace(/\bwidth=\d+/, `width=${String(width)}`) ?? this.#picturePath(portrait)
    );
  }

  #paths(portrait: Portrait): string[] {
    return [this.#picturePath(portrait), ...widths.map((width) => this.#scaledPath(portrait, width))];
  }

  #picturePath({ id, imageUrl }: Portrait): string {
    const version = this.#versions.get(id);
    return version === undefined ? imageUrl : `${imageUrl}?v=${String(version)}`;
  }

  /** Loads the portraits. @param wanted the one to choose; by default the current one, or the first */
  async load(wanted: string | undefined = this.chosen?.id): Promise<void> {
    this.#portraits = await listPortraits(this.#service);
    const first = this.portrait(wanted ?? '') ?? this.#portraits[0];
    for (const tile of this.#place.querySelectorAll('.tile')) tile.remove();
    if (!this.#add.isConnected) this.#place.append(this.#add);
    this.#add.before(...this.#portraits.map((portrait) => this.#tile(portrait, portrait === first)));
    if (first) this.#onChange(first);
  }

  /**
   * Reloads the portraits after one was added, changed, or deleted. Only the picture of the changed
   * portrait is loaded again.
   * @param changed the portrait to choose; undefined if one was deleted
   */
  async reload(changed?: string): Promise<void> {
    const before = this.#portraits.flatMap((portrait) => this.#paths(portrait));
    if (changed !== undefined) this.#versions.set(changed, Date.now());
    await this.load(changed);
    const shown = new Set(this.#portraits.flatMap((portrait) => this.#paths(portrait)));
    for (const path of before) if (!shown.has(path)) this.#service.releaseMedia(path);
  }

  /** Moves the focus to the chosen portrait. */
  focus(): void {
    const input = this.#place.querySelector('input:checked');
    if (input instanceof HTMLInputElement) input.focus({ preventScroll: true });
  }

  choose(id: string): void {
    for (const input of this.#place.querySelectorAll('input')) input.checked = input.value === id;
    const portrait = this.chosen;
    if (portrait) this.#onChange(portrait);
  }

  #tile(portrait: Portrait, isChosen: boolean): HTMLElement {
    const input = element('input', { type: 'radio', name: group, value: portrait.id });
    input.checked = isChosen;
    const picture = element('img', { alt: '', width: '160', height: '160', decoding: 'async' });
    void this.tileUrl(portrait).then((url) => (picture.src = url));
    return element('label', { class: 'tile' }, input, picture, element('span', {}, portrait.name));
  }
}

/** The width of the picture that fills the stage, or most of it. */
function stageWidth(): number {
  const needed = find('stage', HTMLElement).clientWidth * Math.min(2, devicePixelRatio);
  return stageWidths.find((width) => width >= 0.8 * needed) ?? stageWidths[2];
}

import type { Rectangle } from '../picture/geometry.js';
import type { Pose } from '../motion/pose.js';
import type { Picture } from '../picture/decode-picture.js';
import { replaceRegion, toYuv, yuvBytes, type YuvPicture } from '../picture/planes.js';
import { movingCells, wholeCells, type MovingCells } from './head/cells.js';
import { addJaw, displacementFields, emptyFields, type DisplacementFields } from './head/displacement.js';
import { closableEyes } from './eyes/closable-eyes.js';
import { Eye, lidPositions } from './eyes/eyelids.js';
import type { FrameInput, MouthInput } from './frame-input.js';
import { SkinLids } from './eyes/skin-lids.js';
import { Displacement } from './head/head-displacement.js';
import type { Kernel } from './kernel/kernel.js';
import { maxJawWay, Mouth } from './mouth.js';
import type { PersonMatte } from './head/person-matte.js';
import { PortraitCache } from './portrait-cache.js';
import { cachedMatte, restoreLids, saveLids } from './cached-parts.js';
import type { SceneInput } from './scene.js';
import { Sources } from './head/sources.js';

/** Around what has changed, so many more pixels see it: those between pixels are made of eight. */
const filterReach = 5;

/**
 * A portrait in the kernel's memory, of which any frame can be drawn at any time. Its layers, from back to
 * front: the background, the portrait with its lids, and what opens in the mouth.
 */
export class MovingPortrait {
  /** The part of the picture that changes, of even position and size. */
  readonly region: Rectangle;
  /** The portrait at rest. */
  readonly picture: YuvPicture;
  /** None of the eyes with contours can be closed. */
  readonly lacksEyes: boolean;
  readonly #kernel: Kernel;
  readonly #cache: PortraitCache;
  readonly #sources: Sources;
  readonly #displacement: Displacement;
  readonly #mouth: Mouth;
  readonly #eyes: readonly (Eye | SkinLids)[];
  /** The portrait with its lids as they were last drawn. */
  readonly #shown: YuvPicture;
  readonly #rest: number;
  readonly #canvas: number;
  readonly #canvasSize: { readonly width: number; readonly height: number };
  #lids = 0;
  /** Where the mouth was drawn in the last frame. */
  #mouthSeen: Rectangle | undefined;

  constructor(kernel: Kernel, scene: SceneInput, cacheFolder?: string) {
    const { patch, head, eyes, lids, picture, look } = scene;
    const rgb = Buffer.from(picture.rgb.buffer, picture.rgb.byteOffset, picture.rgb.byteLength);
    const own: Picture = { ...picture, rgb };
    this.picture = toYuv(own);
    this.#cache = new PortraitCache(cacheFolder, rgb);
    this.#kernel = kernel;
    const closable = closableEyes(own, lids);
    this.lacksEyes = lids.length > 0 && closable.length === 0;
    this.#eyes = [
      ...eyes.map(({ frame, ...found }) => new Eye(this.picture, frame, found)),
      ...closable.map((contours) => new SkinLids(own, this.picture, contours)),
    ].filter(({ rectangle }) => rectangle.width > 0 && rectangle.height > 0);
    for (const eye of this.#eyes) if (eye instanceof SkinLids) restoreLids(this.#cache, eye);
    let moving: { fields: DisplacementFields; matte?: PersonMatte; cells: MovingCells } | undefined;
    const contours = look?.contours ?? scene.jaw;
    const jaw = contours ? maxJawWay(contours) : 0;
    if (head) {
      const fields = displacementFields(head.fields, head.crop, head.box, picture);
      if (contours) addJaw(fields, contours, picture);
      const matte = cachedMatte(this.#cache, this.picture, head);
      moving = { fields, matte, cells: movingCells(fields, matte.person, picture, { ...head.range, jaw }) };
    } else if (contours) {
      const fields = emptyFields(picture);
      addJaw(fields, contours, picture);
      const range = { yaw: 0, pitch: 0, roll: 0, breath: 0, jaw };
      moving = { fields, cells: movingCells(fields, undefined, picture, range) };
    }
    const moved = moving?.cells.region;
    const parts = [patch, ...this.#eyes.map(({ rectangle }) => rectangle), ...(moved ? [moved] : [])];
    this.region = wholeCells(parts, picture);
    this.#sources = new Sources(kernel, this.picture, this.region, moving?.matte);
    this.#displacement = new Displacement(
      kernel,
      this.region,
      moving && { fields: moving.fields, kinds: moving.cells.kinds },
    );
    this.#mouth = new Mouth(kernel, { ...scene, picture: own }, (...part) => this.#cache.get(...part));
    this.#shown = { ...this.picture, planes: this.picture.planes.slice() };
    this.#canvasSize = {
      width: 8 * Math.ceil(this.region.width / 8),
      height: 8 * Math.ceil(this.region.height / 8),
    };
    [this.#rest, this.#canvas] = [kernel.reserve(this.#canvasBytes), kernel.reserve(this.#canvasBytes)];
    kernel.run.setCanvas(this.#rest, this.#canvas);
    this.#setRest(this.region);
    kernel.bytes(this.#canvas, this.#canvasBytes).set(kernel.bytes(this.#rest, this.#canvasBytes));
  }

  /** Displacement of the last frame at the corners of the region's cells, in eighths of a pixel. */
  get displacement(): { readonly x: Int32Array; readonly y: Int32Array } {
    return this.#displacement.nodes;
  }

  /** Keeps what was prepared for the next video; to be called behind an answer. */
  keep(): void {
    this.#cache.flush();
  }

  /** Bytes of a drawn region. */
  get frameBytes(): number {
    return yuvBytes(this.region);
  }

  /**
   * Draws the region in a pose, with a mouth. At rest it is exactly the portrait.
   * @param to `[height, width]` Y, then `[height / 2, width / 2]` Cb, and Cr
   * @returns how far the jaw is down, in pixels
   */
  draw({ pose, mouth, jaw: given = 0 }: FrameInput, to: Uint8Array): number {
    const { run } = this.#kernel;
    const jaw = mouth ? this.#mouth.open(mouth) : given;
    this.#displacement.set(pose, jaw);
    this.#setLids(pose);
    if (this.#mouthSeen) this.#displacement.mark(this.#mouthSeen);
    this.#mouthSeen = mouth && this.#displacement.seen(this.#mouth.patch);
    if (this.#mouthSeen) this.#displacement.mark(this.#mouthSeen);
    run.moveCells();
    if (mouth && this.#mouthSeen) this.#drawMouth(mouth, this.#mouthSeen);
    this.#copyCanvas(to);
    return jaw;
  }

  #drawMouth(input: MouthInput, seen: Rectangle): void {
    const { run } = this.#kernel;
    const drawn = this.#mouth.prepare(input);
    if (input.detail) {
      const { x, y } = this.#displacement.place(this.#mouth.patch);
      const [right, bottom] = [seen.x + seen.width, seen.y + seen.height];
      run.moveMouth(x, y, seen.x, right, seen.y, bottom);
    }
    if (!drawn) return;
    const { luma, alpha, pairs, pairAlpha, rectangle } = drawn.layer;
    const place = this.#displacement.bounds(rectangle, this.#displacement.seen(drawn.visible));
    run.blendLayer(luma, alpha, pairs, pairAlpha, ...place);
  }

  #setLids({ lids }: Pose): void {
    const position = Math.round(lids * lidPositions);
    if (position === this.#lids) return;
    this.#lids = position;
    for (const eye of this.#eyes) {
      replaceRegion(this.#shown, eye.rectangle, eye.at(position));
      this.#setRest(eye.rectangle);
      this.#sources.change(this.#displacement.place(eye.rectangle), this.#shown);
      this.#displacement.mark(this.#displacement.seen(eye.rectangle, filterReach));
      if (position === 0 && eye instanceof SkinLids) saveLids(this.#cache, eye);
    }
  }

  /** Copies a part of the shown picture to the region at rest. */
  #setRest(part: Rectangle): void {
    const { planes, width, height } = this.#shown;
    const { x, y } = this.#displacement.place(part);
    const rest = this.#kernel.bytes(this.#rest, this.#canvasBytes);
    const canvas = this.#canvasSize;
    let [from, to] = [0, 0];
    for (const scale of [1, 2, 2]) {
      for (let row = 0; row < part.height / scale; row++) {
        const first = from + ((part.y / scale + row) * width + part.x) / scale;
        const at = to + ((y / scale + row) * canvas.width + x) / scale;
        rest.set(planes.subarray(first, first + part.width / scale), at);
      }
      from += (width * height) / scale ** 2;
      to += (canvas.width * canvas.height) / scale ** 2;
    }
  }

  get #canvasBytes(): number {
    return yuvBytes(this.#canvasSize);
  }

  /** Copies the canvas, without the part of its cells that lies beyond the picture. */
  #copyCanvas(to: Uint8Array): void {
    const { width, height } = this.#canvasSize;
    const canvas = this.#kernel.bytes(this.#canvas, this.#canvasBytes);
    if (width === this.region.width && height === this.region.height) {
      to.set(canvas);
      return;
    }
    let [from, at] = [0, 0];
    for (const scale of [1, 2, 2]) {
      const length = this.region.width / scale;
      for (let row = 0; row < this.region.height / scale; row++, at += length) {
        const first = from + (row * width) / scale;
        to.set(canvas.subarray(first, first + length), at);
      }
      from += (width * height) / scale ** 2;
    }
  }
}

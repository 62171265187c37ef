import { readFileSync } from 'node:fs';

/** The functions of the kernel, in `kernel/`; addresses are bytes in its memory. */
interface KernelFunctions {
  readonly memory: { readonly buffer: ArrayBuffer };
  reserve(bytes: number): number;
  setRegion(columns: number, rows: number, stride: number, lumaSize: number, pairSize: number): void;
  setSources(luma: number, pairs: number, share: number, pairShare: number): void;
  setBackground(luma: number, pairs: number): void;
  setCanvas(rest: number, canvas: number): void;
  setCells(nodeX: number, nodeY: number, edges: number, marks: number): void;
  halfPlanes(
    source: number,
    size: number,
    step: number,
    from: number,
    to: number,
    top: number,
    bottom: number,
  ): void;
  displace(fields: number, weights: number, parts: number): void;
  moveCells(): void;
  setMotion(x: number, y: number, width: number, height: number, stride: number): void;
  moveMouth(left: number, top: number, ...seen: Bounds): void;
  blendLayer(luma: number, alpha: number, pairs: number, pairAlpha: number, ...place: PlaceAndBounds): void;
  setMap(ax: number, ay: number, dx: number, dy: number, ox: number, oy: number): void;
  enlargeMotion(
    sheet: number,
    sheetRows: number,
    sheetColumns: number,
    mask: number,
    gridWidth: number,
    gridHeight: number,
    step: number,
    grid: number,
    width: number,
    height: number,
    x: number,
    y: number,
    stride: number,
  ): void;
  enlargeOpacity(
    sheet: number,
    sheetRows: number,
    sheetColumns: number,
    mask: number,
    width: number,
    alpha: number,
    pairAlpha: number,
    ...part: Bounds
  ): void;
  enlargeColors(
    colors: number,
    rows: number,
    columns: number,
    steps: number,
    width: number,
    alpha: number,
    pairAlpha: number,
    luma: number,
    pairs: number,
    ...part: Bounds
  ): void;
}

/** A part of a rectangle, from and to, across and down. */
export type Bounds = readonly [fromX: number, toX: number, fromY: number, toY: number];

/** Left, top, width, and height of a rectangle of the region; then from and to, across and down. */
export type PlaceAndBounds = readonly [
  left: number,
  top: number,
  width: number,
  height: number,
  fromX: number,
  toX: number,
  fromY: number,
  toY: number,
];

/** The compiled kernel with a memory of its own. */
export class Kernel {
  readonly run: KernelFunctions;

  private constructor(run: KernelFunctions) {
    this.run = run;
  }

  /** Blocks the thread while the kernel is compiled. */
  static load(): Kernel {
    const bytes = readFileSync(new URL('./kernel.wasm', import.meta.url));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort } });
    const { exports } = instance;
    if (!isKernel(exports)) throw new RangeError('kernel.wasm has other exports');
    return new Kernel(exports);
  }

  /** Memory until the kernel goes, filled with zeros. @returns its address */
  reserve(bytes: number): number {
    return this.run.reserve(bytes);
  }

  // Views are made for each use: they become empty when the memory grows.

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.run.memory.buffer, address, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.run.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.run.memory.buffer, address, length);
  }
}

function isKernel(exports: object): exports is KernelFunctions {
  return 'memory' in exports && 'moveCells' in exports && 'enlargeColors' in exports;
}

function abort(): never {
  throw new RangeError('the kernel ran out of memory');
}

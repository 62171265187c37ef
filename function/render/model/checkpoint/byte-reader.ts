/** Thrown for a read past the end; `needed` counts bytes from the start of the data. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';
  readonly needed: number;

  constructor(needed: number) {
    super(`data ends before byte ${String(needed)}`);
    this.needed = needed;
  }
}

/** PyTorch writes at most ten bytes; the time to read one grows with the square of its width. */
const maxIntegerBytes = 256;

/** A little-endian cursor over bytes. Every read past the end throws {@link OutOfBytes}. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  #advance(byteCount: number): number {
    const start = this.position;
    if (start + byteCount > this.#bytes.length) throw new OutOfBytes(start + byteCount);
    this.position = start + byteCount;
    return start;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Throws a RangeError above 2^53. */
  uint64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new RangeError(`the length ${String(value)} is too large`);
    return Number(value);
  }

  float64BigEndian(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  bytes(byteCount: number): Uint8Array {
    const start = this.#advance(byteCount);
    return this.#bytes.subarray(start, start + byteCount);
  }

  text(byteCount: number): string {
    return new TextDecoder().decode(this.bytes(byteCount));
  }

  /** Text up to the next line feed, which is skipped. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new OutOfBytes(this.#bytes.length + 1);
    const text = this.text(end - this.position);
    this.position = end + 1;
    return text;
  }

  /**
   * A two's complement integer: a number if it is exact, else a bigint. Throws a RangeError above 256
   * bytes.
   */
  integer(byteCount: number): number | bigint {
    if (byteCount > maxIntegerBytes) throw new RangeError(`an integer of ${String(byteCount)} bytes`);
    const bytes = this.bytes(byteCount);
    let value = 0n;
    for (let i = byteCount - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
    value = BigInt.asIntN(byteCount * 8, value);
    const exact = Number(value);
    return Number.isSafeInteger(exact) ? exact : value;
  }
}

/** What signatures need of CBOR (RFC 8949): integers, bytes, text, arrays, maps, and null. */
export type CborValue =
  | number
  | string
  | null
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<number | string, CborValue>;

const major = { positive: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
const nullByte = 0xf6;

/** Encodes a value in its shortest form. */
export function encodeCbor(value: CborValue): Buffer {
  if (value === null) return Buffer.of(nullByte);
  if (typeof value === 'number') {
    return value < 0 ? head(major.negative, -1 - value) : head(major.positive, value);
  }
  if (typeof value === 'string') return withHead(major.text, Buffer.from(value));
  if (value instanceof Uint8Array) return withHead(major.bytes, value);
  if (isArray(value)) {
    return Buffer.concat([head(major.array, value.length), ...value.map((item) => encodeCbor(item))]);
  }
  const entries = [...value].flatMap(([key, item]) => [encodeCbor(key), encodeCbor(item)]);
  return Buffer.concat([head(major.map, value.size), ...entries]);
}

/** Encodes a value with a tag, which says what it is. */
export function encodeTagged(tag: number, value: CborValue): Buffer {
  return Buffer.concat([head(major.tag, tag), encodeCbor(value)]);
}

/** `Array.isArray` does not narrow read-only arrays. */
function isArray(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value);
}

function withHead(type: number, content: Uint8Array): Buffer {
  return Buffer.concat([head(type, content.length), content]);
}

function head(type: number, value: number): Buffer {
  const first = type << 5;
  if (value < 24) return Buffer.of(first | value);
  if (value < 0x100) return Buffer.of(first | 24, value);
  const bytes = Buffer.alloc(value < 0x10000 ? 3 : 5);
  bytes[0] = first | (value < 0x10000 ? 25 : 26);
  bytes.writeUIntBE(value, 1, bytes.length - 1);
  return bytes;
}

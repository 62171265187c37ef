import { expect } from 'vitest';

/*
 * Arrays of numbers with the same bytes are equal. Without this, `toEqual` looks at each of their
 * hundreds of thousands of elements in turn, which takes seconds; where bytes differ, it still does.
 */
expect.addEqualityTesters([haveSameBytes]);

function haveSameBytes(a: unknown, b: unknown): true | undefined {
  if (!isNumbers(a) || !isNumbers(b) || a.constructor !== b.constructor) return undefined;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0 ? true : undefined;
}

function isNumbers(value: unknown): value is NodeJS.TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

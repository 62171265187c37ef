import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../../test/fixtures/torch-file.js';
import { toFloat32 } from './to-float32.js';

/** Bytes at an odd address, as in a file. */
function unaligned(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
}

test('toFloat32 returns float32 unchanged, bit by bit', () => {
  const values = Float32Array.of(0, -0, 1 / 3, -3.4e38, 1.4e-45, Infinity, NaN);
  expect(toFloat32(unaligned(bytesOf(values)), 'float32')).toEqual(values);
});

test('toFloat32 rounds float64', () => {
  const values = Float64Array.of(1 / 3, -2.5, 1e-300, Math.PI);
  expect(toFloat32(unaligned(bytesOf(values)), 'float64')).toEqual(Float32Array.from(values));
});

describe('toFloat32', () => {
  test('reads float16 as a sign, 5 bits of exponent, and 10 of fraction', () => {
    const bits = Uint16Array.of(
      0x3c00,
      0xc000,
      0x3555,
      0x7bff,
      0x0400,
      0x03ff,
      0x0001,
      0x8000,
      0x7c00,
      0xfc00,
    );
    const values = [
      1,
      -2,
      0.333251953125,
      65_504,
      2 ** -14,
      1023 * 2 ** -24,
      2 ** -24,
      -0,
      Infinity,
      -Infinity,
    ];
    expect([...toFloat32(unaligned(bytesOf(bits)), 'float16')]).toEqual(values);
    expect([...toFloat32(bytesOf(Uint16Array.of(0x7e00)), 'float16')]).toEqual([NaN]);
  });

  test('reads bfloat16 as the upper half of a float32', () => {
    const bits = Uint16Array.of(0x3f80, 0xc000, 0x3eab, 0x7f7f, 0x0001, 0x8000, 0x7f80);
    const values = [1, -2, 0.333984375, 3.3895313892515355e38, 9.183549615799121e-41, -0, Infinity];
    expect([...toFloat32(unaligned(bytesOf(bits)), 'bfloat16')]).toEqual(values);
  });
});

test.each(['int64', 'int32', 'int16', 'int8', 'uint8', 'bool'] as const)('toFloat32 refuses %s', (type) => {
  expect(() => toFloat32(Buffer.alloc(8), type)).toThrow(
    expect.objectContaining({
      code: 'checkpoint_mismatch',
      message: `A weight of the checkpoint has the type ${type}, which is not a float.`,
    }) as Error,
  );
});

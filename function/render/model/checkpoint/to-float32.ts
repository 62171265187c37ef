import { RenderError } from '../../../../errors/render-error.js';
import type { ElementType } from './torch-tensors.js';

/**
 * Converts little-endian numbers of PyTorch's floating types to float32. Integers cannot be weights
 * and are refused.
 * @throws RenderError `checkpoint_mismatch`
 */
export function toFloat32(bytes: Buffer, elementType: ElementType): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (elementType) {
    case 'float32':
      // Node only runs on little-endian machines, so the bytes only have to be aligned.
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    case 'float64':
      return Float32Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
    case 'float16':
      return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
        halfToNumber(view.getUint16(i * 2, true)),
      );
    case 'bfloat16': {
      const wide = new Float32Array(bytes.length / 2);
      const bits = new Uint32Array(wide.buffer);
      for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(i * 2, true) << 16;
      return wide;
    }
    default:
      throw new RenderError(
        'checkpoint_mismatch',
        `A weight of the checkpoint has the type ${elementType}, which is not a float.`,
      );
  }
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

import { isRecord, numberIn, textIn } from './read-json.js';

/** Options that differ from the service's defaults. */
export interface RenderOptions {
  /** 0..2 */
  readonly mouthStrength?: number;
  /** `still`, `blink`, or `alive`. */
  readonly motion?: string;
  /** Such as `9:16`. */
  readonly aspect?: string;
  /** `#rrggbb`, `blur`, or `transparent`. */
  readonly background?: string;
  /** `stacked` for a transparent MP4. */
  readonly transparent?: string;
  /** Whether the outline of the person is estimated, if the portrait has none. */
  readonly matte?: boolean;
  /** `webm` or `mov`. */
  readonly format?: string;
}

/** Reads the options of a request. */
export function readRenderOptions(value: unknown): RenderOptions {
  if (!isRecord(value)) return {};
  const mouthStrength = numberIn(value, 'mouthStrength');
  const motion = textIn(value, 'motion');
  const aspect = textIn(value, 'aspect');
  const background = textIn(value, 'background');
  const transparent = textIn(value, 'transparent');
  const format = textIn(value, 'format');
  return {
    ...(mouthStrength !== undefined && { mouthStrength }),
    ...(motion !== undefined && { motion }),
    ...(aspect !== undefined && { aspect }),
    ...(background !== undefined && { background }),
    ...(transparent !== undefined && { transparent }),
    ...(value['matte'] === true && { matte: true }),
    ...(format !== undefined && { format }),
  };
}

import type { Settings } from '../../../config/settings.js';
import { xmpPacket, type MarkedModel } from './xmp-packet.js';

/** How videos say that a machine made them. */
export type MarkKind = 'xmp' | 'off';

/** The mark that every video and preview of this process gets. */
export interface Mark {
  readonly kind: MarkKind;
  /** The XMP packet; undefined if files are not marked. */
  readonly xmp: string | undefined;
}

/** The mark that the settings ask for. */
export function openMark({ AI_MARK: kind }: Pick<Settings, 'AI_MARK'>, model: MarkedModel): Mark {
  return { kind, xmp: kind === 'off' ? undefined : xmpPacket(model) };
}

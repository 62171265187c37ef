import type { Settings } from '../../../config/settings.js';
import { openSigner, type C2paSettings, type C2paSigner } from './c2pa/signer.js';
import { xmpPacket, type MarkedModel } from './xmp/xmp-packet.js';

/** How videos say that a machine made them. */
type MarkKind = NonNullable<Settings['AI_MARK']>;

type MarkSettings = C2paSettings & Pick<Settings, 'AI_MARK'>;

/** The mark that every video and preview of this process gets. */
export interface Mark {
  readonly kind: MarkKind;
  /** The XMP packet; undefined if files are not marked. */
  readonly xmp: string | undefined;
  /** Signs videos; undefined without C2PA. */
  readonly signer?: C2paSigner;
}

/**
 * The mark that the settings ask for: by default C2PA if a certificate or a key is set, else XMP.
 * @throws RenderError `bad_setting` if C2PA cannot be used
 */
export async function openMark(settings: MarkSettings, model: MarkedModel): Promise<Mark> {
  const hasCredentials = settings.C2PA_CERTIFICATE !== undefined || settings.C2PA_KEY !== undefined;
  const kind = settings.AI_MARK ?? (hasCredentials ? 'c2pa' : 'xmp');
  if (kind === 'off') return { kind, xmp: undefined };
  const xmp = xmpPacket(model);
  return kind === 'xmp' ? { kind, xmp } : { kind, xmp, signer: await openSigner(settings) };
}

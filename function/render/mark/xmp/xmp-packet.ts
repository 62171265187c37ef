import { packageInfo } from '../../../../config/package-info.js';

/** The model as the mark names it. */
export interface MarkedModel {
  /** File name of the checkpoint. */
  readonly file: string;
  readonly sha256: string;
}

/**
 * The kind of content, from the IPTC's vocabulary of digital source types: a photograph or drawing,
 * part of which was made by a trained model.
 */
export const digitalSourceType =
  'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';

/** The XML namespaces of the properties. */
export const xmpNamespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  iptcExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
} as const;

/** The program as `xmp:CreatorTool` names it. */
const creatorTool = `${packageInfo.name} ${packageInfo.version}`;

/** File systems allow 255 bytes; the packet must stay small whatever a program passes. */
const maxNameLength = 255;

/**
 * The XMP packet (XMP specification, part 1, 7.3) of everything that one model makes. It has no time
 * and no random id, so that equal requests still give equal files.
 */
export function xmpPacket({ file, sha256 }: MarkedModel): string {
  const { rdf, xmp, iptcExt } = xmpNamespaces;
  const modelName = `Wav2Lip (${file.slice(0, maxNameLength)})`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="${rdf}">
  <rdf:Description rdf:about="" xmlns:xmp="${xmp}" xmlns:Iptc4xmpExt="${iptcExt}">
   <xmp:CreatorTool>${escapeXml(creatorTool)}</xmp:CreatorTool>
   <Iptc4xmpExt:DigitalSourceType>${digitalSourceType}</Iptc4xmpExt:DigitalSourceType>
   <Iptc4xmpExt:AISystemUsed>${escapeXml(modelName)}</Iptc4xmpExt:AISystemUsed>
   <Iptc4xmpExt:AISystemVersionUsed>sha256:${escapeXml(sha256)}</Iptc4xmpExt:AISystemVersionUsed>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML 1.0: characters that XML does not allow become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

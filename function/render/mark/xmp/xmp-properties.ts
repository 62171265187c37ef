import { SaxesParser } from 'saxes';
import { xmpNamespaces } from './xmp-packet.js';

/** What an XMP packet says about how its file was made. */
export interface XmpProperties {
  readonly digitalSourceType?: string;
  readonly creatorTool?: string;
  readonly aiSystem?: string;
  readonly aiSystemVersion?: string;
}

const { rdf, xmp, iptcExt } = xmpNamespaces;

const wanted: ReadonlyMap<string, keyof XmpProperties> = new Map([
  [`${iptcExt}DigitalSourceType`, 'digitalSourceType'],
  [`${xmp}CreatorTool`, 'creatorTool'],
  [`${iptcExt}AISystemUsed`, 'aiSystem'],
  [`${iptcExt}AISystemVersionUsed`, 'aiSystemVersion'],
]);

/** A name is longer than any that a program would write by itself. */
const maxValueLength = 1000;
/** Real packets have some kilobytes, a hundred elements, and ten levels of them. */
const maxPacketLength = 1024 * 1024;
const maxElements = 10_000;
const maxDepth = 100;

/**
 * Reads the properties in any of RDF's forms: an attribute, the text of an element or of its list, or
 * `rdf:resource`. The first value counts. A packet that is not well-formed gives what was read up to
 * the mistake, and one that is too large or too deep what was read up to there. Document types are not
 * expanded, so a packet cannot grow.
 */
export function xmpProperties(packet: string): XmpProperties {
  const found: Partial<Record<keyof XmpProperties, string>> = {};
  let open: { name: keyof XmpProperties; depth: number; text: string } | undefined;
  let depth = 0;
  let broken = false;
  const keep = (name: keyof XmpProperties | undefined, value: string) => {
    const text = value.trim().slice(0, maxValueLength);
    if (name !== undefined && text !== '') found[name] ??= text;
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => (broken = true));
  let elements = 0;
  // Before a name is resolved, which takes longer the deeper the element is.
  parser.on('opentagstart', () => {
    if (++depth > maxDepth || ++elements > maxElements) throw new PacketLimit();
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (broken) return;
    const name = wanted.get(uri + local);
    if (name !== undefined) open = { name, depth, text: '' };
    for (const attribute of Object.values(attributes)) {
      const isResource = attribute.uri === rdf && attribute.local === 'resource';
      keep(isResource ? name : wanted.get(attribute.uri + attribute.local), attribute.value);
    }
  });
  const addText = (text: string) => {
    if (open && !broken) open.text += text.slice(0, maxValueLength);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    if (open?.depth === depth && !broken) {
      keep(open.name, open.text);
      open = undefined;
    }
    depth--;
  });
  // Without its wrapper, which may have a byte order mark before it and padding behind it.
  try {
    const bare = packet.slice(0, maxPacketLength).replace(/^\uFEFF?\s*<\?xpacket[^>]*\?>/u, '');
    parser.write(bare).close();
  } catch (error) {
    if (!(error instanceof PacketLimit)) throw error;
  }
  return found;
}

/** Ends the reading of a packet. */
class PacketLimit extends Error {
  override readonly name = 'PacketLimit';
}

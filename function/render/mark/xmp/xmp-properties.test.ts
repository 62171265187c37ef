import { describe, expect, test } from 'vitest';
import { xmpNamespaces } from './xmp-packet.js';
import { xmpProperties } from './xmp-properties.js';

const { rdf, xmp, iptcExt } = xmpNamespaces;
const names = `xmlns:r="${rdf}" xmlns:x="${xmp}" xmlns:i="${iptcExt}"`;
const trained = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

function packet(description: string): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><r:RDF ${names}>${description}</r:RDF>${' '.repeat(2000)}<?xpacket end="w"?>`;
}

describe('xmpProperties reads a source type', () => {
  test.each([
    ['as an attribute', `<r:Description i:DigitalSourceType="${trained}"/>`],
    [
      'as an element',
      `<r:Description><i:DigitalSourceType>\n ${trained}\n</i:DigitalSourceType></r:Description>`,
    ],
    ['as rdf:resource', `<r:Description><i:DigitalSourceType r:resource="${trained}"/></r:Description>`],
    [
      'in a list',
      `<r:Description><i:DigitalSourceType><r:Bag><r:li>${trained}</r:li></r:Bag></i:DigitalSourceType></r:Description>`,
    ],
    [
      'in CDATA',
      `<r:Description><i:DigitalSourceType><![CDATA[${trained}]]></i:DigitalSourceType></r:Description>`,
    ],
    ['before a mistake', `<r:Description i:DigitalSourceType="${trained}"><x:CreatorTool>a</r:Description>`],
  ])('%s', (_, description) => {
    expect(xmpProperties(packet(description)).digitalSourceType).toBe(trained);
  });
});

describe('xmpProperties finds nothing', () => {
  test.each([
    ['in a comment', `<!-- <r:Description i:DigitalSourceType="${trained}"/> -->`],
    ['in another namespace', `<r:Description xmlns:i="urn:other" i:DigitalSourceType="${trained}"/>`],
    ['in text', `<r:Description>&lt;i:DigitalSourceType&gt;${trained}</r:Description>`],
    ['after a mistake', `<r:Description></r:li><r:Description i:DigitalSourceType="${trained}"/>`],
    ['that is empty', '<r:Description i:DigitalSourceType=" "/>'],
  ])('%s', (_, description) => {
    expect(xmpProperties(packet(description))).toEqual({});
  });

  test.each(['', '\u0000\u0001', 'no XML', '<', '<?xpacket?>', '<a'])('in %j', (text) => {
    expect(xmpProperties(text)).toEqual({});
  });
});

test('xmpProperties does not expand entities of a document type', () => {
  const bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  const text = `${bomb}<r:RDF ${names}><r:Description><x:CreatorTool>&b;</x:CreatorTool></r:Description></r:RDF>`;
  expect(JSON.stringify(xmpProperties(text))).not.toContain('aaaa');
});

test('xmpProperties cuts values that are longer than any name', () => {
  const { creatorTool } = xmpProperties(packet(`<r:Description x:CreatorTool="${'a'.repeat(1_000_000)}"/>`));
  expect(creatorTool).toBe('a'.repeat(1000));
});

test.each([
  ['a hundred thousand levels', '<r:li>'.repeat(100_000)],
  ['a hundred thousand elements', '<r:li/>'.repeat(100_000)],
])('xmpProperties reads a packet of %s only in part', (_, elements) => {
  const text = packet(`<r:Description i:DigitalSourceType="${trained}"/>${elements}`);
  expect(xmpProperties(text)).toEqual({ digitalSourceType: trained });
});

import { appendFile } from 'node:fs/promises';

/** The type of the box that holds XMP: XMP specification, part 3, 1.2.5 (MPEG-4). */
export const xmpBoxType = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/**
 * Appends a `uuid` box with an XMP packet to an MP4. At the end it moves nothing: the index stays at
 * the front, its offsets stay valid, and no byte of the media changes.
 */
export async function appendXmpBox(file: string, packet: string): Promise<void> {
  await appendFile(file, xmpBox(packet));
}

/** A `uuid` box with an XMP packet. */
export function xmpBox(packet: string): Buffer {
  const body = Buffer.concat([xmpBoxType, Buffer.from(packet)]);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(header.length + body.length, 0);
  header.write('uuid', 4, 'latin1');
  return Buffer.concat([header, body]);
}

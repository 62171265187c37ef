import { open, type FileHandle } from 'node:fs/promises';

const magic = 0x7f454c46;
/** CUDA's libraries have tables of some kilobytes. */
const maxTableBytes = 1 << 20;
const loadSegment = 1;
const dynamicSegment = 2;
const neededTag = 1n;
const stringTableTag = 5n;

/**
 * Reads the names of the shared libraries that an ELF file needs (64 bits, little-endian; System V
 * ABI, chapters 4 and 5).
 * @throws RangeError for other files
 */
export async function neededLibraries(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const header = await read(file, 0, 64);
    if (header.readUInt32BE(0) !== magic || header[4] !== 2 || header[5] !== 1)
      throw new RangeError(`${path} is not a 64-bit little-endian ELF file`);
    const segments = await readSegments(file, header);
    const dynamic = segments.find(({ type }) => type === dynamicSegment);
    if (!dynamic) return [];
    const entries = await readEntries(file, dynamic);
    const tableAddress = entries.find(({ tag }) => tag === stringTableTag)?.value ?? 0n;
    const home = segments.find(
      ({ type, address, bytes }) =>
        type === loadSegment && address <= tableAddress && tableAddress < address + bytes,
    );
    if (!home) throw new RangeError(`${path} has no string table`);
    const table = Number(home.offset + tableAddress - home.address);
    const names = entries
      .filter(({ tag }) => tag === neededTag)
      .map(({ value }) => readName(file, table + Number(value)));
    return await Promise.all(names);
  } finally {
    await file.close();
  }
}

interface Segment {
  readonly type: number;
  readonly offset: bigint;
  readonly address: bigint;
  readonly bytes: bigint;
}

async function readSegments(file: FileHandle, header: Buffer): Promise<Segment[]> {
  const [size, count] = [header.readUInt16LE(54), header.readUInt16LE(56)];
  const table = await read(file, Number(header.readBigUInt64LE(32)), size * count);
  return Array.from({ length: count }, (_, i) => ({
    type: table.readUInt32LE(i * size),
    offset: table.readBigUInt64LE(i * size + 8),
    address: table.readBigUInt64LE(i * size + 16),
    bytes: table.readBigUInt64LE(i * size + 32),
  }));
}

async function readEntries(file: FileHandle, { offset, bytes }: Segment) {
  const table = await read(file, Number(offset), Number(bytes));
  return Array.from({ length: Math.floor(table.length / 16) }, (_, i) => ({
    tag: table.readBigUInt64LE(i * 16),
    value: table.readBigUInt64LE(i * 16 + 8),
  }));
}

async function readName(file: FileHandle, position: number): Promise<string> {
  const bytes = await read(file, position, 256);
  return bytes.toString('latin1', 0, bytes.indexOf(0));
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length > maxTableBytes) throw new RangeError(`a table of ${String(length)} bytes`);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

import type { FileHandle } from 'node:fs/promises';
import { fromFd, type Entry, type ZipFile } from 'yauzl';
import { RenderError } from '../../../../errors/render-error.js';
import { ByteReader, OutOfBytes } from './byte-reader.js';
import { readAt, type FileLayout } from './file-layout.js';
import { storagesIn } from './legacy-file.js';
import { readPickle } from './pickle.js';
import { NotAPickle, PickleObject, type PickleValue } from './pickle-value.js';
import { elementBytes, torchRules } from './torch-tensors.js';
import { truncatedError } from './truncated.js';

const localHeaderSignature = 0x04034b50;
const storedMethod = 0;
/** Wav2Lip has some 400 tensors, and its trainer three times as many. */
const maxEntries = 100_000;
const maxPickleBytes = 1 << 26;

/**
 * Reads the directory and the pickle of an archive written by `torch.save` since PyTorch 1.6, or by
 * `torch.jit.save`: `<name>/data.pkl`, and `<name>/data/<key>` for each storage, uncompressed.
 * @returns undefined if the file does not start as a zip archive
 * @throws RenderError `checkpoint_truncated`, `checkpoint_unsafe`, `checkpoint_unreadable`
 */
export async function readZipFile(file: FileHandle, fileBytes: number): Promise<FileLayout | undefined> {
  const head = new ByteReader(await readAt(file, 0, 4));
  if (fileBytes < 4 || head.uint32() !== localHeaderSignature) return undefined;

  const starts = await entryStarts(file).catch(async (error: unknown) => {
    if (error instanceof RenderError || error instanceof NotAPickle) throw error;
    throw truncatedError(await minFileBytes(file, fileBytes), fileBytes);
  });
  const pickle = [...starts].find(([name]) => /^[^/]+\/data\.pkl$/.test(name));
  if (!pickle) {
    throw new RenderError(
      'checkpoint_unreadable',
      "The checkpoint is a zip archive without PyTorch's data.pkl. Use the .pth file itself.",
    );
  }
  const [pickleName, entry] = pickle;
  if (entry.start + entry.bytes > fileBytes) throw truncatedError(entry.start + entry.bytes, fileBytes);
  if (entry.bytes > maxPickleBytes) {
    throw new NotAPickle(
      `its data.pkl has ${String(entry.bytes)} bytes, more than ${String(maxPickleBytes)}`,
    );
  }
  const root = readPickle(new ByteReader(await readAt(file, entry.start, entry.bytes)), torchRules);
  const folder = pickleName.replace('data.pkl', 'data/');
  return {
    format: root instanceof PickleObject ? 'torchscript' : 'zip',
    root,
    storageStart: new Map(
      [...starts]
        .filter(([name]) => name.startsWith(folder))
        .map(([name, { start }]) => [name.slice(folder.length), start]),
    ),
  };
}

interface EntryPlace {
  readonly start: number;
  readonly bytes: number;
}

/** The offsets of all entries. Rejects if the archive's directory cannot be read. */
async function entryStarts(file: FileHandle): Promise<Map<string, EntryPlace>> {
  const archive = await openArchive(file);
  if (archive.entryCount > maxEntries) {
    throw new NotAPickle(`it has ${String(archive.entryCount)} entries, more than ${String(maxEntries)}`);
  }
  const starts = new Map<string, EntryPlace>();
  for await (const entry of entriesOf(archive)) {
    if (!/^[^/]+\/data(\.pkl|\/)/.test(entry.fileName)) continue;
    if (entry.compressionMethod !== storedMethod) {
      throw new RenderError(
        'checkpoint_unreadable',
        `${entry.fileName} is compressed in the archive, which PyTorch never does. Use the original .pth file.`,
      );
    }
    starts.set(entry.fileName, { start: await dataStart(archive, entry), bytes: entry.uncompressedSize });
  }
  return starts;
}

function openArchive(file: FileHandle): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromFd(file.fd, { lazyEntries: true, autoClose: false }, (error, archive) => {
      if (error) reject(error);
      else resolve(archive);
    });
  });
}

async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      archive.once('entry', resolve);
      archive.once('end', () => {
        resolve(undefined);
      });
      archive.once('error', reject);
      archive.readEntry();
    });
    archive.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

function dataStart(archive: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    archive.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
      if (error) reject(error);
      else resolve(header.fileDataStart);
    });
  });
}

/**
 * The minimum size that a truncated archive must have had: the size of the tensors that its pickle
 * lists, if the pickle is complete (`torch.save` writes it first), or else one byte more than there
 * is.
 */
async function minFileBytes(file: FileHandle, fileBytes: number): Promise<number> {
  const head = new ByteReader(await readAt(file, 0, Math.min(fileBytes, 1 << 24)));
  try {
    head.position = 26;
    const nameBytes = head.uint16();
    const extraBytes = head.uint16();
    if (!head.text(nameBytes).endsWith('/data.pkl')) return fileBytes + 1;
    head.position += extraBytes;
    const root: PickleValue = readPickle(head, torchRules);
    const storages = [...storagesIn(root)];
    const bytes = storages.reduce(
      (sum, { elementCount, elementType }) => sum + elementCount * elementBytes[elementType],
      0,
    );
    return Math.max(bytes + head.position, fileBytes + 1);
  } catch (error) {
    if (error instanceof OutOfBytes) return Math.max(error.needed, fileBytes + 1);
    throw error;
  }
}

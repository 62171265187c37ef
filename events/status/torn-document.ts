import { parseJson } from '../../errors/parse-json.js';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';

/**
 * Reads a document of a job. One that is not JSON was torn, by a disk that failed or by hand, and counts as
 * missing: its `text` is undefined, and its ETag allows replacing it.
 */
export async function readWhole(
  store: Store,
  key: string,
): Promise<{ readonly text: string | undefined; readonly etag: string } | undefined> {
  const document = await readDocument(store, key);
  return document && { ...document, text: isTorn(document.text) ? undefined : document.text };
}

/** The text of a document of a job. @returns undefined if it is missing or torn */
export async function readWholeText(store: Store, key: string): Promise<string | undefined> {
  return (await readWhole(store, key))?.text;
}

/** Creates a document, or replaces one that is torn. @returns whether this call has written it */
export async function writeFirst(store: Store, key: string, text: string): Promise<boolean> {
  if (await writeDocument(store, key, text, 'absent')) return true;
  const current = await readWhole(store, key);
  if (!current || current.text !== undefined) return false;
  return (await writeDocument(store, key, text, { etag: current.etag })) !== undefined;
}

function isTorn(text: string): boolean {
  return parseJson(text) === undefined;
}

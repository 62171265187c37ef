import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Everything that draws what is cached of a portrait, relative to `function/render`. */
const rooms = ['compose/eyes', 'compose/head', 'compose/lips', 'numeric', 'picture', 'portrait'] as const;

let known: string | undefined;

/**
 * A version of what is cached of a portrait: a hash of the compiled code that draws it. A number in the
 * source would be forgotten when a tooth is drawn another way.
 */
export function codeVersion(): string {
  known ??= hashOf(path.join(import.meta.dirname, '..'));
  return known;
}

function hashOf(root: string): string {
  const hash = createHash('sha256');
  for (const room of rooms) {
    const files = readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files.filter((name) => name.endsWith('.js') && !name.endsWith('.test.js')))
      hash.update(file).update(readFileSync(path.join(root, room, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

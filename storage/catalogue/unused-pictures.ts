import { readdir } from 'node:fs/promises';
import type { Logger } from '../../config/logger.js';
import type { Catalogue } from './catalogue.js';
import { avatarIdFromName, pictureExtension } from './portrait-name.js';
import { isKey } from '../store.js';

/**
 * Warns about pictures in the models folder that are not used, because their owner will miss them. An
 * unreadable folder is ignored here; finding a portrait reports it.
 */
export async function warnAboutUnusedPictures(
  folder: string,
  catalogue: Catalogue,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const portraits = await catalogue.list().catch(() => undefined);
  if (!portraits) return;
  for (const { name } of entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))) {
    const extension = pictureExtension(name);
    const id = avatarIdFromName(name);
    if (extension === undefined || name === `${id ?? ''}${extension}`) continue;
    const namesake = portraits.find((entry) => entry.id === id);
    if (namesake?.picture.key === name) continue;
    const why =
      isKey(name) && namesake
        ? `${namesake.picture.key} is the portrait ${namesake.id}`
        : 'its name may only contain letters, digits, ".", "_" and "-"';
    log.warn(
      { event: 'picture.unused', file: name },
      `${name} in MODELS_DIR is not used: ${why}. Rename it.`,
    );
  }
}

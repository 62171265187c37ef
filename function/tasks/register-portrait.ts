import { buffer } from 'node:stream/consumers';
import { describeWarnings } from '../../domain/portrait-warnings.js';
import { RenderError } from '../../errors/render-error.js';
import { taskOutcome, type Envelope, type ServiceEvent } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import { readPicture } from '../../storage/catalogue/catalogue.js';
import { addPortrait, updateMetadata } from '../../storage/catalogue/write-portrait.js';
import { uploadedPrefix } from '../../storage/catalogue/open-catalogue.js';
import type { FunctionContext } from '../context.js';
import { faceInBox, findFace } from '../render/face/find-face.js';
import { decodePicture, extensionOf } from '../render/picture/decode-picture.js';
import { preparePortrait } from '../render/portrait/portrait.js';
import { drawPreview } from '../render/portrait/preview.js';
import { pictureLimits } from '../render/portrait/framing/picture-limits.js';

/**
 * Finds the face in an uploaded picture, or takes the given box; draws a preview of box and mask; and
 * adds the portrait to the catalogue. Without an uploaded picture, it updates the box of a portrait in
 * the catalogue. A dry run only finds the face.
 * @throws RenderError `portrait_*`, `face_*`, `avatar_not_found`, `avatar_exists`
 */
export async function registerPortrait(
  { data }: ServiceEvent<'portrait.requested'>,
  { store, catalogue, renderer }: Pick<FunctionContext, 'store' | 'catalogue' | 'renderer'>,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<ServiceEvent<'portrait.completed'>> {
  const { requestId, avatarId, name, box, dryRun } = data;
  const uploaded = await store.get(taskKeys.picture(requestId));
  const bytes = uploaded ? await buffer(uploaded.body) : await readPicture(await catalogue.find(avatarId));
  const picture = await decodePicture(bytes, pictureLimits(renderer.settings));
  const face = box
    ? faceInBox(picture, box)
    : await findFace(picture, renderer.networks.examineFaces, signal);
  const prepared = await preparePortrait(picture, face);
  const { width, height } = picture;
  const warnings = describeWarnings(face.warnings);
  const registered = { requestId, avatarId, width, height, box: face.box, ...warnings };
  if (dryRun) return taskOutcome('portrait.completed', { ...registered, dryRun }, envelope);
  const preview = await drawPreview(prepared);
  signal.throwIfAborted();

  const extension = await extensionOf(bytes);
  if (extension === undefined)
    throw new RenderError(
      'portrait_unreadable',
      'The format of the picture is unknown. Use a PNG, JPEG, or WebP.',
    );
  await store.put(taskKeys.image(requestId), preview, { contentType: 'image/png' });
  const source = { store, prefix: uploadedPrefix };
  const portrait = { id: avatarId, name, extension, bytes, metadata: face };
  if (uploaded) await addPortrait(source, portrait, requestId);
  else await updateMetadata(source, portrait);
  return taskOutcome('portrait.completed', registered, envelope);
}

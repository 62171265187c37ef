import { withoutPrefix } from '../service/base-path.js';
import { isRecord, numberIn, recordIn, textIn } from '../service/read-json.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import type { Box } from './box.js';
import type { Photo } from './scale-photo.js';

/** A portrait of the catalogue. */
export interface Portrait {
  readonly id: string;
  /** As its owner typed it; the id of a portrait without a name. */
  readonly name: string;
  readonly imageUrl: string;
  /** A small version of the picture; `width` in it may be changed. */
  readonly thumbnailUrl: string | undefined;
}

/** The details of a portrait. */
export interface PortraitDetail extends Portrait {
  readonly box: Box | undefined;
  /** Whether the portrait was uploaded; only such portraits can be changed. */
  readonly added: boolean;
}

/** A portrait to add. */
export interface NewPortrait {
  readonly id: string;
  readonly name: string;
  readonly photo: Photo;
  /** The face box; undefined to detect it. */
  readonly face?: Box | undefined;
}

/** The face that the service has found in a picture. */
interface FoundFace {
  readonly box: Box;
  /** Why it may speak poorly. */
  readonly warnings: readonly string[];
}

export async function listPortraits(service: Service): Promise<Portrait[]> {
  const answer = await service.json('/avatars');
  if (!Array.isArray(answer)) throw new TypeError('the service did not send a list of portraits');
  return answer.map(readPortrait);
}

export async function portraitDetail(service: Service, id: string): Promise<PortraitDetail> {
  const answer = await service.json(`/avatars/${id}`);
  const added = isRecord(answer) && answer['added'] === true;
  return { ...readPortrait(answer), box: boxIn(answer), added };
}

/**
 * Finds the face in a picture, which the service does not keep.
 * @throws Problem `face_not_found`, `faces_several` (details: boxes), and others
 */
export async function findFace(service: Service, portrait: NewPortrait): Promise<FoundFace> {
  const answer = await service.json('/avatars?dryRun=true', { method: 'POST', body: formOf(portrait) });
  const box = boxIn(answer);
  if (!box) throw new TypeError('the service did not send a face');
  return { box, warnings: warningsIn(answer) };
}

/** Adds a portrait. @throws Problem */
export async function addPortrait(service: Service, portrait: NewPortrait): Promise<void> {
  await service.json('/avatars', { method: 'POST', body: formOf(portrait) });
}

function formOf({ id, name, photo, face }: NewPortrait): FormData {
  const form = new FormData();
  form.set('id', id);
  form.set('name', name);
  if (face) form.set('face', [face.x, face.y, face.width, face.height].join(','));
  form.set('picture', photo.blob, photo.fileName);
  return form;
}

/** Sets the face box. */
export async function setFaceBox(service: Service, id: string, box: Box): Promise<void> {
  const { x, y, width, height } = box;
  await service.json(`/avatars/${id}/face`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ x, y, width, height }),
  });
}

export async function deletePortrait(service: Service, id: string): Promise<void> {
  await service.request(`/avatars/${id}`, { method: 'DELETE' });
}

/** The boxes of the faces that a problem lists. */
export function boxesIn(details: Readonly<Record<string, unknown>>): Box[] {
  const { boxes } = { boxes: details['boxes'] };
  if (!Array.isArray(boxes)) return [];
  return boxes.map(readBox).filter((box) => box !== undefined);
}

function readPortrait(value: unknown): Portrait {
  const id = isRecord(value) ? textIn(value, 'id') : undefined;
  const imageUrl = withoutPrefix(isRecord(value) ? textIn(value, 'imageUrl') : undefined);
  // The picture must come from this service, whatever the answer says.
  if (id === undefined || imageUrl?.startsWith('/avatars/') !== true)
    throw new TypeError('the service did not send a portrait');
  const small = withoutPrefix(isRecord(value) ? textIn(value, 'thumbnailUrl') : undefined);
  const name = (isRecord(value) ? textIn(value, 'name') : undefined) ?? id;
  return { id, name, imageUrl, thumbnailUrl: small?.startsWith('/avatars/') === true ? small : undefined };
}

function warningsIn(value: unknown): string[] {
  const list: unknown = isRecord(value) ? value['warnings'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => (isRecord(item) ? (warningText(item) ?? []) : []));
}

/** A warning in the language of the page; a code that the page does not know, in that of the service. */
function warningText(warning: Readonly<Record<string, unknown>>): string | undefined {
  const known: Readonly<Record<string, string>> = texts.warnings;
  return known[textIn(warning, 'code') ?? ''] ?? textIn(warning, 'message');
}

function boxIn(value: unknown): Box | undefined {
  return isRecord(value) ? readBox(recordIn(value, 'box')) : undefined;
}

function readBox(value: unknown): Box | undefined {
  if (!isRecord(value)) return undefined;
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => numberIn(value, name));
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { x, y, width, height };
}

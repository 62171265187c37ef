import { RenderError } from '../../errors/render-error.js';
import type { Store } from '../../storage/store.js';
import type { VoiceSource } from '../render/voice/voice.js';

/** What a voice URL starts with when the voice was uploaded; the id of its job or task follows. */
const uploadScheme = 'upload:';

/**
 * Where a render reads its voice from: a web address, or an upload in the store.
 * @param voiceUrl `https://…`, or `upload:<id>`
 * @param upload the only upload that this request may use, and its key in the store
 * @throws RenderError `voice_url_refused` if the URL names the upload of another request
 */
export function voiceSource(
  voiceUrl: string,
  upload: { readonly id: string; readonly key: string },
  store: Pick<Store, 'get'>,
): VoiceSource {
  if (!voiceUrl.startsWith(uploadScheme)) return { url: new URL(voiceUrl) };
  if (voiceUrl !== `${uploadScheme}${upload.id}`) {
    throw new RenderError('voice_url_refused', 'The voice URL names the upload of another request.');
  }
  return {
    async upload() {
      const object = await store.get(upload.key);
      if (!object) throw new RenderError('voice_not_found', 'The uploaded voice no longer exists.');
      return object.body;
    },
  };
}

/** The title of a problem on the page, and what the user can do about it. */
export interface ErrorMessage {
  readonly title: string;
  readonly advice: string;
}

const later: ErrorMessage = {
  title: 'The service is busy',
  advice: 'There is nothing wrong with your request. Wait a moment, then try again.',
};
const operator: ErrorMessage = {
  title: 'Something is wrong with the service',
  advice: 'This is not your fault. The operator of the service can find the reason in its log.',
};
const address: ErrorMessage = {
  title: 'The recording could not be downloaded',
  advice: 'Check the URL, or download the recording and choose it as a file.',
};
const recording: ErrorMessage = {
  title: 'The recording cannot be used',
  advice: 'Try another recording: speech as WAV, MP3, FLAC, OGG, M4A, or WebM.',
};
const length: ErrorMessage = {
  title: 'The recording is too long or too short',
  advice: 'Cut it to a length that the service accepts, or use another one.',
};
const text: ErrorMessage = {
  title: 'The text could not be spoken',
  advice: 'Choose another voice, or write the text in a language that the voice speaks.',
};
const picture: ErrorMessage = {
  title: 'The picture cannot be used',
  advice: 'Use a PNG, JPEG, or WebP of moderate size in which the face is seen from the front.',
};
const name: ErrorMessage = {
  title: 'That name is already in use',
  advice: 'Choose another name for the portrait.',
};
const page: ErrorMessage = {
  title: 'The page has an error',
  advice: 'Reload it. Your videos continue in the meantime.',
};
const gone: ErrorMessage = {
  title: 'Not found',
  advice: 'The job or page may have been deleted, or may belong to another service. Create it again.',
};

const messages: Readonly<Record<string, ErrorMessage>> = {
  unauthorized: {
    title: 'An API key is required',
    advice:
      'Enter the key under “API key” at the top of the page. The operator of the service can give you one.',
  },
  request_invalid: {
    title: 'Something is missing or misspelled',
    advice: 'Check what you entered.',
  },
  body_too_large: {
    title: 'The file is too large',
    advice: 'Use a smaller one: speech needs no more than a few megabytes.',
  },
  avatar_not_found: {
    title: 'The portrait no longer exists',
    advice: 'Choose another one, or add it again.',
  },
  face_not_found: {
    title: 'No face was found',
    advice:
      'Draw the box yourself, from the middle of the forehead to just below the chin, or use another picture.',
  },
  faces_several: {
    title: 'There are several faces',
    advice: 'Choose the one that should speak.',
  },
  face_box_invalid: {
    title: 'The box does not fit',
    advice: 'Draw it so that it lies inside the picture and contains the face.',
  },
  crop_invalid: {
    title: 'The crop does not fit',
    advice: 'Crop inside the picture, and keep the whole face.',
  },
  portrait_opaque: {
    title: 'This portrait has a background',
    advice: 'Use a PNG or WebP whose background is transparent, or choose a color.',
  },
  cancelled: { title: 'Canceled', advice: 'Nothing was saved. You can render it again.' },
  deadline_exceeded: {
    title: 'Rendering took too long',
    advice: 'Use a shorter recording, or ask the operator of the service for more time.',
  },
  render_stalled: {
    title: 'This voice or picture cannot be rendered',
    advice: 'Save the recording and the picture in another format, or use others.',
  },
  network: {
    title: 'The service does not answer',
    advice: 'Check your connection and that the service is running. Then try again.',
  },
  microphone: {
    title: 'The microphone does not work',
    advice: 'Allow this page to use it in the browser’s address bar, and check that one is connected.',
  },
  nothing_chosen: {
    title: 'A voice is missing',
    advice: 'Choose a sample, a file, or a URL, write a text, or record one.',
  },
  page,
  avatar_exists: name,
  avatar_bundled: {
    title: 'This portrait cannot be changed',
    advice: 'It ships with the service. Add your own copy to change it.',
  },
  portrait_unreadable: picture,
  portrait_too_large: picture,
  media_type_unsupported: recording,
  voice_unreadable: recording,
  voice_silent_media: recording,
  voice_too_short: length,
  voice_too_long: length,
  voice_too_large: length,
  language_unsupported: {
    title: 'No voice speaks this language',
    advice: 'Choose a voice of the language of your text, or upload a recording.',
  },
  stream_not_started: later,
  idempotency_conflict: {
    title: 'This request was already sent with other content',
    advice: 'Reload the page, and send it again.',
  },
  job_conflict: {
    title: 'This request was already sent with other content',
    advice: 'Reload the page, and send it again.',
  },
  origin_refused: {
    title: 'Another website has sent this request',
    advice: 'Open this page by its own address, and try again.',
  },
  callback_refused: { title: 'The callback address is not allowed', advice: 'Use a public address.' },
  method_not_allowed: page,
  range_unsatisfiable: page,
  job_abandoned: {
    title: 'The video was not made',
    advice: 'The service was interrupted too often. Make the video again.',
  },
  bad_setting: operator,
  checkpoint_missing: operator,
  checkpoint_truncated: operator,
  checkpoint_unreadable: operator,
  checkpoint_unsafe: operator,
  checkpoint_mismatch: operator,
  provider_unavailable: operator,
  device_out_of_memory: operator,
  encoder_unavailable: operator,
  inference_failed: operator,
  ffmpeg_missing: operator,
  ffmpeg_failed: operator,
  video_broken: operator,
  mark_failed: operator,
  disk_full: operator,
  store_refused: operator,
  internal: operator,
  text_empty: {
    title: 'There is nothing to speak',
    advice: 'Write words: punctuation and emoji have no sound.',
  },
  text_too_long: { title: 'The text is too long', advice: 'Shorten it, or render it in parts.' },
  speech_voice_unknown: text,
  speech_refused: text,
  speech_unreadable: text,
  speech_timeout: text,
  speech_failed: text,
  speech_unavailable: later,
  voice_url_refused: address,
  voice_not_found: address,
  voice_http_status: address,
  voice_unreachable: address,
  voice_timeout: address,
  job_not_found: gone,
  speech_missing: {
    title: 'There are no captions',
    advice: 'Only videos that speak a text have them.',
  },
  route_not_found: gone,
  job_ended: { title: 'The job has already ended', advice: 'There is nothing left to cancel.' },
  rate_limited: later,
  too_many_jobs: later,
  not_finished: later,
  store_unavailable: later,
  sink_unavailable: later,
  job_busy: later,
  renderer_busy: {
    title: 'A video is being rendered',
    advice: 'A single frame has to wait until it is finished. Try again in a moment.',
  },
};

/** The codes that have a message of their own. */
export const explainedCodes: ReadonlySet<string> = new Set(Object.keys(messages));

/** The message for an error code of the service, or of the page itself. */
export function errorMessage(code: string): ErrorMessage {
  return (Object.hasOwn(messages, code) ? messages[code] : undefined) ?? operator;
}

/** What a problem is called on the page, and what somebody who has it can do. */
export interface ErrorMessage {
  readonly title: string;
  readonly advice: string;
}

const later: ErrorMessage = {
  title: 'The service is busy or resting',
  advice: 'Nothing is wrong with what you sent. Wait a moment, then try again.',
};
const operator: ErrorMessage = {
  title: 'Something is wrong with the service',
  advice: 'It is not your doing. Whoever runs it finds the reason in the log.',
};
const address: ErrorMessage = {
  title: 'The recording could not be fetched',
  advice: 'Check the address, or download the recording and give it as a file.',
};
const recording: ErrorMessage = {
  title: 'The recording cannot be used',
  advice: 'Try another recording: speech as WAV, MP3, FLAC, OGG, M4A or WebM.',
};
const length: ErrorMessage = {
  title: 'The recording is too long or too short',
  advice: 'Cut it to a length that the service takes, or take another.',
};
const picture: ErrorMessage = {
  title: 'The picture cannot be used',
  advice: 'Take a PNG, JPEG or WebP, not too large, with the face seen from the front.',
};
const name: ErrorMessage = {
  title: 'That name is not free',
  advice: 'Choose another name for the portrait.',
};
const gone: ErrorMessage = {
  title: 'It is not there any more',
  advice: 'It may have been deleted, or be another service’s. Make it anew.',
};

const words: Readonly<Record<string, ErrorMessage>> = {
  unauthorized: {
    title: 'An API key is wanted',
    advice: 'Give the key with “API key” at the top of the page. Whoever runs the service hands keys out.',
  },
  request_invalid: {
    title: 'Something is missing or misspelt',
    advice: 'Look at what you entered once more.',
  },
  body_too_large: {
    title: 'The file is too large',
    advice: 'Send a smaller one: speech needs no more than a few megabytes.',
  },
  avatar_not_found: {
    title: 'The portrait is not there any more',
    advice: 'Choose another one, or add it again.',
  },
  face_not_found: {
    title: 'No face was found',
    advice:
      'Draw the box yourself: from the middle of the forehead to just below the chin. Or take another picture.',
  },
  faces_several: {
    title: 'There are several faces',
    advice: 'Choose the one that shall speak.',
  },
  face_box_invalid: {
    title: 'The box does not fit',
    advice: 'Draw it so that it lies in the picture and holds the face.',
  },
  cancelled: { title: 'Cancelled', advice: 'Nothing was made. You can render it again.' },
  deadline_exceeded: {
    title: 'It took too long',
    advice: 'Take a shorter recording, or ask whoever runs the service for more time.',
  },
  network: {
    title: 'The service does not answer',
    advice: 'Check the connection, and that the service runs. Then try again.',
  },
  microphone: {
    title: 'There is no sound from the microphone',
    advice: 'Allow this page to use it, in the browser’s address bar, and see that one is plugged in.',
  },
  nothing_chosen: {
    title: 'A voice is missing',
    advice: 'Choose a sample, a file or an address, or record one.',
  },
  page: { title: 'The page made a mistake', advice: 'Load it again. Your jobs go on meanwhile.' },
  avatar_exists: name,
  avatar_bundled: {
    title: 'This portrait stays',
    advice: 'It came with the service. Add a copy of your own to change it.',
  },
  portrait_unreadable: picture,
  portrait_too_large: picture,
  media_type_unsupported: recording,
  voice_unreadable: recording,
  voice_silent_media: recording,
  voice_too_short: length,
  voice_too_long: length,
  voice_too_large: length,
  voice_url_refused: address,
  voice_not_found: address,
  voice_http_status: address,
  voice_unreachable: address,
  voice_timeout: address,
  job_not_found: gone,
  route_not_found: gone,
  job_ended: { title: 'It has ended already', advice: 'There is nothing left to cancel.' },
  rate_limited: later,
  too_many_jobs: later,
  not_finished: later,
  store_unavailable: later,
  sink_unavailable: later,
  job_busy: later,
};

/** Words for one of the service's codes, or of the page's own. */
export function errorMessage(code: string): ErrorMessage {
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? operator;
}

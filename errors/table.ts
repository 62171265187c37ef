/**
 * Every way in which a render or a request can fail: the closed list of codes, and what each means to
 * HTTP clients, consumers of events, and scripts.
 * - `status`: the HTTP status of the problem document (RFC 9457). An error that ends a job never has
 *   a status that clients repeat by themselves (most of 5xx, with `curl --retry`).
 * - `outcome`: the effect on the job: `failed` ends it with `render.failed`, `cancelled` with
 *   `render.cancelled`, `retry` leaves it pending so that the event is delivered again, `retryOnce`
 *   does so until the job fails twice in the same way, which ends it with `render.failed`, and `none`
 *   means that there is no job to end.
 * - `exit`: the exit code of commands.
 */
const rows = {
  // The request
  request_invalid: row(400, 'none', 2, 'The request does not match the API.'),
  route_not_found: row(404, 'none', 2, 'The route does not exist.'),
  method_not_allowed: row(405, 'none', 2, 'The route does not support this method.'),
  body_too_large: row(413, 'none', 2, 'The body of the request is larger than the limit.'),
  media_type_unsupported: row(415, 'none', 2, 'The route does not accept this type of body.'),
  range_unsatisfiable: row(416, 'none', 2, 'The range starts past the end of the video.'),
  idempotency_conflict: row(422, 'none', 2, 'The Idempotency-Key was used with another request.'),
  unauthorized: row(401, 'none', 2, 'The route requires an API key.'),
  origin_refused: row(403, 'none', 2, 'The page of another site may not use the service.'),
  callback_refused: row(422, 'none', 2, 'The callback URL is not allowed, or webhooks are not enabled.'),
  rate_limited: row(429, 'none', 7, 'The client sends too many requests. Try again later.'),
  too_many_jobs: row(429, 'none', 7, 'Too many jobs are unfinished. Try again later.'),
  not_finished: row(503, 'none', 7, 'The video is not finished yet.'),
  stream_not_started: row(404, 'none', 7, 'There is nothing to watch yet. Try again.'),
  bad_setting: row(500, 'none', 2, 'A setting has an invalid value.'),

  // The portrait
  avatar_not_found: row(404, 'failed', 3, 'No portrait has this id.'),
  portrait_unreadable: row(422, 'failed', 3, 'The picture cannot be read as PNG, JPEG, or WebP.'),
  portrait_too_large: row(422, 'failed', 3, 'The picture has more pixels than the limit.'),
  face_not_found: row(422, 'failed', 3, 'No face was found in the picture.'),
  faces_several: row(422, 'failed', 3, 'Several faces were found in the picture.'),
  face_box_invalid: row(422, 'failed', 3, 'The given face box does not lie inside the picture.'),
  crop_invalid: row(422, 'failed', 3, 'The crop does not lie inside the picture, or cuts the face.'),
  portrait_opaque: row(422, 'failed', 3, 'The portrait has no transparent pixels to show a background.'),

  // The voice
  voice_url_refused: row(
    422,
    'failed',
    4,
    'The voice URL, or the address that it resolves to, is not allowed.',
  ),
  voice_not_found: row(422, 'failed', 4, 'The voice file or upload does not exist.'),
  voice_http_status: row(422, 'failed', 4, 'The server of the voice URL answered with an error status.'),
  voice_unreachable: row(422, 'failed', 4, 'The server of the voice URL cannot be reached.'),
  voice_too_large: row(422, 'failed', 4, 'The voice is larger than the limit.'),
  voice_timeout: row(422, 'failed', 4, 'The voice did not arrive in time.'),
  voice_unreadable: row(422, 'failed', 4, 'The voice cannot be read as audio.'),
  voice_silent_media: row(422, 'failed', 4, 'The voice file has no audio track.'),
  voice_too_short: row(422, 'failed', 4, 'The voice is shorter than the minimum.'),
  voice_too_long: row(422, 'failed', 4, 'The voice is longer than the limit.'),

  // The text
  text_empty: row(422, 'failed', 4, 'The text has nothing that can be spoken.'),
  text_too_long: row(422, 'failed', 4, 'The text is longer than the limit.'),
  language_unsupported: row(422, 'failed', 4, 'No voice speaks this language or script.'),
  speech_voice_unknown: row(422, 'failed', 4, 'No voice has this id.'),
  speech_refused: row(422, 'failed', 4, 'The speech server rejects the request.'),
  speech_unreadable: row(422, 'failed', 4, 'The answer of the speech server cannot be read as speech.'),
  speech_timeout: row(422, 'failed', 4, 'A sentence was not spoken in time.'),
  speech_failed: row(422, 'retryOnce', 4, 'The speech engine failed to speak a sentence.'),
  speech_unavailable: row(503, 'retry', 7, 'The speech engine does not answer. Try again later.'),

  // The network
  checkpoint_missing: row(500, 'retry', 5, 'No Wav2Lip checkpoint was found.'),
  checkpoint_truncated: row(500, 'retry', 5, 'The checkpoint file is incomplete.'),
  checkpoint_unreadable: row(500, 'retry', 5, 'The format of the checkpoint file is unknown.'),
  checkpoint_unsafe: row(
    500,
    'retry',
    5,
    'The checkpoint file would run code if it were loaded the usual way.',
  ),
  checkpoint_mismatch: row(500, 'retry', 5, 'The checkpoint is not a Wav2Lip checkpoint.'),
  provider_unavailable: row(500, 'retry', 5, 'The requested execution provider is unavailable.'),
  device_out_of_memory: row(500, 'retry', 5, 'The GPU does not have enough memory for a single frame.'),
  encoder_unavailable: row(500, 'retry', 6, 'The requested video encoder is unavailable.'),
  format_unavailable: row(422, 'failed', 6, 'The service cannot write videos of this format.'),
  inference_failed: row(422, 'retryOnce', 5, 'onnxruntime failed to compute frames.'),

  // The machine
  ffmpeg_missing: row(500, 'retry', 6, 'ffmpeg was not found.'),
  ffmpeg_failed: row(422, 'retryOnce', 6, 'ffmpeg failed.'),
  video_broken: row(422, 'retryOnce', 6, 'The finished video did not pass its check.'),
  mark_failed: row(500, 'retry', 6, 'The video could not be signed.'),
  disk_full: row(507, 'retry', 6, 'No space is left for temporary files or the video.'),

  // The store
  store_unavailable: row(
    503,
    'retry',
    7,
    'The store does not answer, or answers incorrectly. Try again later.',
  ),
  store_refused: row(
    500,
    'retry',
    2,
    'The store cannot be used: its credentials, bucket, or folder are wrong, or it is read-only.',
  ),

  sink_unavailable: row(503, 'retry', 7, 'The sink does not accept events.'),

  // The job
  avatar_exists: row(409, 'none', 2, 'A portrait with this id already exists.'),
  avatar_bundled: row(409, 'none', 2, 'The portrait was not uploaded and cannot be changed.'),
  job_not_found: row(404, 'none', 2, 'No job has this id.'),
  speech_missing: row(404, 'none', 2, 'The job has no spoken text.'),
  job_conflict: row(409, 'none', 2, 'The job id belongs to a job with other data.'),
  job_ended: row(409, 'none', 2, 'The job has already ended.'),
  job_busy: row(503, 'retry', 7, 'Another process is rendering this job and did not finish in time.'),
  renderer_busy: row(503, 'none', 7, 'A render occupies the engine. Try again later.'),
  job_abandoned: row(422, 'failed', 7, 'The job was delivered several times and never ended.'),
  render_stalled: row(422, 'failed', 8, 'The voice or the portrait blocked the process.'),
  deadline_exceeded: row(422, 'failed', 7, 'The render took longer than its deadline.'),
  cancelled: row(410, 'cancelled', 130, 'The render was canceled.'),
  internal: row(500, 'retryOnce', 1, 'An unexpected error occurred.'),
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  readonly status: number;
  readonly outcome: 'failed' | 'cancelled' | 'retry' | 'retryOnce' | 'none';
  readonly exit: number;
  readonly meaning: string;
}

/** A code from the closed list; stable. */
export type ErrorCode = keyof typeof rows;

/** All codes, in the order of the table. */
export const errorCodes = Object.keys(rows).filter(isErrorCode);

/** Whether a text is one of the codes. */
function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(rows, text);
}

/** The table, from which the documentation is generated. */
export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = rows;

function row<S extends number, O extends ErrorRow['outcome'], E extends number>(
  status: S,
  outcome: O,
  exit: E,
  meaning: string,
) {
  return { status, outcome, exit, meaning } as const;
}

/**
 * Every way in which a render, or a question about one, can fail: the closed list of codes, and
 * what each means to a caller over HTTP, to a consumer of events and to a script.
 *
 * - `status`: the HTTP status of the problem document (RFC 9457). What ends a job has none that
 *   clients repeat by themselves, as `curl --retry` does with most of 5xx: it would stay as it is.
 * - `outcome`: what becomes of the job: `failed` ends it with a `render.failed` event, `cancelled`
 *   with `render.cancelled`, `retry` leaves it open so that the event is delivered again, `none`
 *   means that there was never a job to end.
 * - `exit`: the exit code of the commands.
 */
const rows = {
  // What was asked for
  request_invalid: row(400, 'none', 2, 'The request does not have the form that the API describes.'),
  route_not_found: row(404, 'none', 2, 'There is no such route.'),
  method_not_allowed: row(405, 'none', 2, 'The route does not know this method.'),
  body_too_large: row(413, 'none', 2, 'The body of the request has more bytes than the limit.'),
  media_type_unsupported: row(
    415,
    'none',
    2,
    'The body of the request is of a type that the route does not take.',
  ),
  range_unsatisfiable: row(416, 'none', 2, 'The range begins behind the end of the video.'),
  idempotency_conflict: row(422, 'none', 2, 'The Idempotency-Key was used before, with another request.'),
  unauthorized: row(401, 'none', 2, 'The route wants an API key.'),
  callback_refused: row(422, 'none', 2, 'The callback URL is not allowed, or webhooks are not set up.'),
  rate_limited: row(429, 'none', 7, 'Too many requests from this client; later there is room again.'),
  too_many_jobs: row(429, 'none', 7, 'Too many jobs are unfinished; later there is room again.'),
  not_finished: row(503, 'none', 7, 'The video is not finished yet.'),
  bad_setting: row(500, 'none', 2, 'A setting in the environment has a value that cannot be used.'),

  // The portrait
  avatar_not_found: row(404, 'failed', 3, 'No portrait of that id is in the catalogue.'),
  portrait_unreadable: row(422, 'failed', 3, 'The picture is not a PNG, JPEG or WebP that can be read.'),
  portrait_too_large: row(422, 'failed', 3, 'The picture has more pixels than the limit.'),
  face_not_found: row(422, 'failed', 3, 'No face was found in the picture.'),
  faces_several: row(422, 'failed', 3, 'Several faces were found in the picture.'),
  face_box_invalid: row(422, 'failed', 3, 'The face box given by hand does not lie in the picture.'),

  // The voice
  voice_url_refused: row(
    422,
    'failed',
    4,
    'The voice URL is of a kind, or leads to an address, that is not allowed.',
  ),
  voice_not_found: row(422, 'failed', 4, 'There is no voice file or upload of that name.'),
  voice_http_status: row(422, 'failed', 4, 'The server behind the voice URL answered with an error status.'),
  voice_unreachable: row(422, 'failed', 4, 'The server behind the voice URL could not be reached.'),
  voice_too_large: row(422, 'failed', 4, 'The voice has more bytes than the limit.'),
  voice_timeout: row(422, 'failed', 4, 'The voice did not arrive in time.'),
  voice_unreadable: row(422, 'failed', 4, 'What the voice URL gave is not audio that can be read.'),
  voice_silent_media: row(422, 'failed', 4, 'The voice is media without an audio track.'),
  voice_too_short: row(422, 'failed', 4, 'The voice is shorter than the limit.'),
  voice_too_long: row(422, 'failed', 4, 'The voice is longer than the limit.'),

  // The network
  checkpoint_missing: row(500, 'retry', 5, 'No Wav2Lip checkpoint was found where one was expected.'),
  checkpoint_truncated: row(500, 'retry', 5, 'The checkpoint file ends before all that it lists.'),
  checkpoint_unreadable: row(500, 'retry', 5, 'The checkpoint file is of no known format.'),
  checkpoint_unsafe: row(500, 'retry', 5, 'The checkpoint file would run code when loaded the usual way.'),
  checkpoint_mismatch: row(500, 'retry', 5, 'The checkpoint is not one of Wav2Lip.'),
  provider_unavailable: row(500, 'retry', 5, 'The execution provider asked for cannot be had.'),
  device_out_of_memory: row(500, 'retry', 5, 'The graphics card has no memory left for a single frame.'),
  encoder_unavailable: row(500, 'retry', 6, 'The video encoder asked for cannot be had.'),
  inference_failed: row(500, 'retry', 5, 'onnxruntime failed while it computed mouths.'),

  // The machine
  ffmpeg_missing: row(500, 'retry', 6, 'No ffmpeg was found.'),
  ffmpeg_failed: row(500, 'retry', 6, 'ffmpeg ended with an error.'),
  video_broken: row(500, 'retry', 6, 'The finished video is not what it should be.'),
  disk_full: row(507, 'retry', 6, 'No space is left for temporary files or the video.'),

  // The store
  store_unavailable: row(503, 'retry', 7, 'The store does not answer, or not as it should; later it may.'),
  store_refused: row(500, 'retry', 2, 'The store does not accept the credentials, or has no such bucket.'),

  sink_unavailable: row(503, 'retry', 7, 'The sink for events does not take them.'),

  // The job
  avatar_exists: row(409, 'none', 2, 'A portrait of that id is there already.'),
  avatar_bundled: row(409, 'none', 2, 'The portrait ships with the service, and stays.'),
  job_not_found: row(404, 'none', 2, 'No job has that id.'),
  job_conflict: row(409, 'none', 2, 'The job id belongs to a job with other data.'),
  job_ended: row(409, 'none', 2, 'The job has ended already.'),
  job_busy: row(503, 'retry', 7, 'Another process renders this job, and did not end in time.'),
  renderer_busy: row(503, 'none', 7, 'A render occupies the engine. Try again later.'),
  job_abandoned: row(422, 'failed', 7, 'The job was delivered several times, and never ended.'),
  deadline_exceeded: row(422, 'failed', 7, 'The render took longer than its deadline.'),
  cancelled: row(410, 'cancelled', 130, 'The render was cancelled.'),
  internal: row(500, 'retry', 1, 'Something went wrong that nobody foresaw.'),
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  readonly status: number;
  readonly outcome: 'failed' | 'cancelled' | 'retry' | 'none';
  readonly exit: number;
  readonly meaning: string;
}

/** One of the closed list of codes; stable, and safe to build on. */
export type ErrorCode = keyof typeof rows;

/** All codes, in the order of the table. */
export const errorCodes = Object.keys(rows).filter(isErrorCode);

/** Whether a text is one of the codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(rows, text);
}

/** The table itself, from which the documentation is made. */
export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = rows;

function row<S extends number, O extends ErrorRow['outcome'], E extends number>(
  status: S,
  outcome: O,
  exit: E,
  meaning: string,
) {
  return { status, outcome, exit, meaning } as const;
}

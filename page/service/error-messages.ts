import { texts } from '../texts/texts.js';

/** The title of a problem on the page, and what the user can do about it. */
export interface ErrorMessage {
  readonly title: string;
  readonly advice: string;
}

const { errors } = texts;
type Name = keyof typeof errors;

/** Codes that share a message. The others are the names of theirs. */
const shared: Readonly<Partial<Record<Name, readonly string[]>>> = {
  picture: ['portrait_unreadable', 'portrait_too_large'],
  recording: ['media_type_unsupported', 'voice_unreadable', 'voice_silent_media'],
  length: ['voice_too_short', 'voice_too_long', 'voice_too_large'],
  busy: [
    'stream_not_started',
    'speech_unavailable',
    'rate_limited',
    'too_many_jobs',
    'not_finished',
    'store_unavailable',
    'sink_unavailable',
    'job_busy',
  ],
  page: ['method_not_allowed', 'range_unsatisfiable'],
  operator: [
    'bad_setting',
    'checkpoint_missing',
    'checkpoint_truncated',
    'checkpoint_unreadable',
    'checkpoint_unsafe',
    'checkpoint_mismatch',
    'provider_unavailable',
    'device_out_of_memory',
    'encoder_unavailable',
    'inference_failed',
    'ffmpeg_missing',
    'ffmpeg_failed',
    'video_broken',
    'mark_failed',
    'disk_full',
    'store_refused',
    'internal',
  ],
  text: ['speech_voice_unknown', 'speech_refused', 'speech_unreadable', 'speech_timeout', 'speech_failed'],
  address: [
    'voice_url_refused',
    'voice_not_found',
    'voice_http_status',
    'voice_unreachable',
    'voice_timeout',
  ],
  gone: ['job_not_found', 'route_not_found'],
  conflict: ['idempotency_conflict', 'job_conflict'],
};

const names: ReadonlyMap<string, Name> = new Map(
  Object.keys(errors)
    .filter(isName)
    .flatMap((name) => [name, ...(shared[name] ?? [])].map((code) => [code, name] as const)),
);

/** The codes that have a message of their own. */
export const explainedCodes: ReadonlySet<string> = new Set(names.keys());

/** The message for an error code of the service, or of the page itself. */
export function errorMessage(code: string): ErrorMessage {
  return errors[names.get(code) ?? 'operator'];
}

function isName(text: string): text is Name {
  return Object.hasOwn(errors, text);
}

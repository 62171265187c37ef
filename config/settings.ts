import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { fieldsOf, issueText, valueAt } from '../errors/format-issues.js';
import { RenderError } from '../errors/render-error.js';

const onOff = z.enum(['on', 'off']);
const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();
const file = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

// One that is empty counts as unset, and a relative one is not heeded (XDG Base Directory Specification).
const cacheHome = process.env['XDG_CACHE_HOME'] ?? '';
const defaultCacheHome = path.join(os.homedir(), '.cache');

/**
 * Every setting of the service: its name in the environment, what it may be, its default and what
 * it is for. The table in `docs/settings.md` is made from this.
 */
export const settingsSchema = z.object({
  PORT: port.default(8080).describe('Port of the adapter, and of the local service'),
  STORE: z
    .string()
    .regex(/^(file:\/\/\/|s3:\/\/[^/])/, 'must be file:///folder or s3://bucket/prefix')
    .optional()
    .describe(
      'Where jobs and videos are kept: `file:///…` or `s3://bucket/prefix`; else `MODEL_BUCKET`, else the folder `data`',
    ),
  MODEL_BUCKET: file
    .optional()
    .describe(
      'A bucket with portraits (`avatars/`) and models (`models/`), and the store where `STORE` names none',
    ),
  AWS_REGION: file
    .optional()
    .describe(
      "The bucket's region; the AWS SDK's other variables count as well (credentials, `AWS_ENDPOINT_URL_S3`)",
    ),
  S3_PATH_STYLE: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Whether the bucket is named in the path; `auto` does so where an endpoint of its own is set'),
  STORE_TIMEOUT_SECONDS: seconds.default(20).describe('Time in which the bucket must answer'),

  MODELS_DIR: file
    .default('models')
    .describe(
      'Folder with a Wav2Lip checkpoint (`*.pth`, `*.pt`) or imported graphs, and portraits (`*.png`, `*.jpg`, `*.webp`); may be read-only',
    ),
  WAV2LIP_CHECKPOINT: file
    .optional()
    .describe('A checkpoint elsewhere, or a folder that `import` wrote; missing is an error'),
  OPEN_MODEL: onOff
    .default('on')
    .describe("Whether the project's own open model serves where no checkpoint is found"),
  CACHE_DIR: file
    .default(path.join(path.isAbsolute(cacheHome) ? cacheHome : defaultCacheHome, 'avatar-service'))
    .describe('Folder for imported graphs and face boxes; made where it does not exist'),

  EXECUTION_PROVIDER: z
    .enum(['auto', 'cuda', 'webgpu', 'cpu'])
    .default('auto')
    .describe('Where the network runs; `auto` takes the first of these that is to be had'),
  CUDA_DEVICE: z.coerce.number().int().min(0).default(0).describe('Number of the card that CUDA uses'),
  PRECISION: z
    .enum(['auto', 'float32', 'float16'])
    .default('auto')
    .describe('Numbers that the network computes with; `auto` is half precision with CUDA, else single'),
  THREADS: count.default(os.availableParallelism()).describe('Threads that onnxruntime uses on the CPU'),
  BATCH_FRAMES: count
    .max(256)
    .optional()
    .describe(
      "Frames that go through the network at once; else 8 on the CPU and 32 on a card. Halved where a card's memory ends",
    ),

  VOICE_MAX_SECONDS: seconds.default(600).describe('Longest voice'),
  VOICE_MIN_SECONDS: seconds.min(0.05).default(0.05).describe('Shortest voice'),
  VOICE_MAX_BYTES: count.default(200 * 1024 * 1024).describe('Largest voice file'),
  VOICE_TIMEOUT_SECONDS: seconds.default(60).describe('Time in which the whole voice must have arrived'),
  VOICE_ALLOW_PRIVATE: z
    .enum(['off', 'loopback', 'on'])
    .default('off')
    .describe('Whether voice URLs may lead to this machine (`loopback`) or to any private address (`on`)'),

  PORTRAIT_MAX_PIXELS: count.default(4096 * 4096).describe('Largest portrait, width × height'),
  PORTRAIT_BACKGROUND: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be #rrggbb')
    .default('#ffffff')
    .describe('Colour behind transparent portraits'),

  VIDEO_MAX_SIDE: z.coerce
    .number()
    .int()
    .min(64)
    .max(8192)
    .default(1920)
    .describe('Longest side of the video in pixels; a larger portrait is made smaller'),
  VIDEO_FPS: z.coerce
    .number()
    .min(1)
    .max(60)
    .default(25)
    .describe('Frames a second where the request names none'),
  VIDEO_ENCODER: z
    .enum(['auto', 'x264', 'nvenc'])
    .default('auto')
    .describe(
      "What encodes the video; `auto` is an NVIDIA card's encoder where ffmpeg can use it, else x264",
    ),
  VIDEO_PRESET: z
    .enum(['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'])
    .default('veryfast')
    .describe("x264's preset"),
  VIDEO_CRF: z.coerce
    .number()
    .int()
    .min(0)
    .max(51)
    .default(18)
    .describe("x264's constant rate factor, and NVENC's constant quality: lower is finer"),
  REST_IN_SILENCE: onOff
    .default('on')
    .describe("Whether the portrait's own mouth shows where the voice is silent"),

  FFMPEG_PATH: file.optional().describe('The ffmpeg to use; else `ffmpeg-static`, else the one on the PATH'),
  RENDER_DEADLINE_SECONDS: seconds.default(540).describe('Time in which a render must be done'),

  K_SINK: url.optional().describe('Where events are sent to; Knative sets it (SinkBinding)'),
  K_CA_CERTS: z
    .string()
    .optional()
    .describe(
      'Certificates in PEM by which an https sink is trusted, beside the usual ones; Knative sets them',
    ),
  K_CE_OVERRIDES: z
    .string()
    .optional()
    .describe('Attributes that every sent event gets, as Knative gives them: `{"extensions":{…}}`'),
  SINK_TIMEOUT_SECONDS: seconds
    .default(1.5)
    .describe('Time in which the sink must take an event; what it does not is sent again by the sweep'),
  CLAIM_SECONDS: seconds
    .default(15)
    .describe('How long a job stays claimed by a renderer that does not show life any more'),
  TASK_TIMEOUT_SECONDS: seconds
    .default(60)
    .describe('Time in which a portrait must have been taken in, or a frame rendered on trial'),
  OPEN_JOBS_MAX: count.default(100).describe('Jobs that may be unfinished at once; more are answered 429'),
  RENDER_PARALLELISM: count.default(1).describe('Renders that run at once, for the estimate of the wait'),
  UPLOAD_MAX_BYTES: count.default(200 * 1024 * 1024).describe('Largest voice that can be uploaded'),
  PICTURE_MAX_BYTES: count.default(20 * 1024 * 1024).describe('Largest picture that can be uploaded'),
  RESEND_AFTER_SECONDS: seconds
    .default(60)
    .describe('Time after which the sweep sends a request again that nobody has taken'),
  RETENTION_DAYS: z.coerce
    .number()
    .min(0)
    .default(0)
    .describe('Days after which ended jobs and their videos are deleted; 0 keeps them'),
  API_KEYS: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine(
      (keys) => keys.every((key) => key.length >= 16),
      'must be keys of at least 16 characters, separated by commas',
    )
    .optional()
    .describe(
      'Keys, separated by commas, one of which every request for jobs and portraits must bear; without them the service is open',
    ),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Requests that a client may make in a minute; 0: any number'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe(
      'How many proxies stand in front and add an address to `X-Forwarded-For`: the client is so many from its end. 0: whoever connects',
    ),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}=*$/, 'must be whsec_ and at least 24 bytes in base64')
    .optional()
    .describe(
      'Secret that webhooks are signed with (Standard Webhooks); without it a `callbackUrl` is refused',
    ),
  CALLBACK_ALLOW_PRIVATE: z
    .enum(['off', 'loopback', 'on'])
    .default('off')
    .describe('Whether callback URLs may lead to this machine or to any private address'),
  SERVICE_ROLE: z
    .enum(['public', 'internal'])
    .default('public')
    .describe('`public` serves people, `internal` takes dead letters and the sweep from the cluster'),
  K_SERVICE: file.optional().describe('Set by Knative; a folder as store is refused then'),

  METRICS_PORT: port
    .default(9464)
    .describe("Port of the function's own `/metrics`; 0: none, and none where the port is taken"),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('What is logged'),
});

/** Settings whose values never appear in messages or logs. */
const secrets: ReadonlySet<string> = new Set(['API_KEYS', 'WEBHOOK_SECRET']);

/** Settings that are on or off, and also accept the usual spellings of booleans. */
const switches: ReadonlySet<string> = new Set<keyof Settings>(['OPEN_MODEL', 'REST_IN_SILENCE']);
const switchValues: Readonly<Record<string, string>> = { true: 'on', 1: 'on', false: 'off', 0: 'off' };

export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws RenderError `bad_setting`, naming every bad setting, its value, and what it may be
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape)
      .map((name) => [name, normalized(name, environment[name])] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => settingProblem(issue, valueAt(given, issue.path)));
  // Without a cause: the message says everything, and the value may be a secret.
  throw new RenderError('bad_setting', problems.join('. '), {
    details: { settings: fieldsOf(parsed.error) },
  });
}

function normalized(name: string, value: string | undefined): string | undefined {
  const lower = value?.toLowerCase() ?? '';
  return switches.has(name) ? (switchValues[lower] ?? value) : value;
}

/** `VOICE_ALLOW_PRIVATE is "true"; use off, loopback or on` */
function settingProblem(issue: z.core.$ZodIssue, value: unknown): string {
  const name = issue.path.join('.');
  const shown = secrets.has(name) ? 'has a value that cannot be used' : `is ${JSON.stringify(value)}`;
  if (issue.code !== 'invalid_value') return `${name} ${shown}; it ${issueText(issue, value)}`;
  const [last, ...others] = issue.values.map(String).reverse();
  return `${name} ${shown}; use ${others.length > 0 ? `${others.reverse().join(', ')} or ` : ''}${last ?? ''}`;
}

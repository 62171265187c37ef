import path from 'node:path';
import { z } from 'zod';
import { adapterSettings } from './adapter-settings.js';
import { homeFolder } from './home-folder.js';
import { motionPresetNames } from '../domain/motion-presets.js';
import { availableThreads } from './cpu-quota.js';
import { portraitSettings } from './portrait-settings.js';
import { observabilitySettings } from './observability-settings.js';
import { voiceSettings } from './voice-settings.js';

const onOff = z.enum(['on', 'off']);
const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();
const file = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

// An empty value counts as unset, and a relative path is ignored (XDG Base Directory Specification).
const cacheHome = process.env['XDG_CACHE_HOME'] ?? '';
const defaultCacheHome = path.join(homeFolder(), '.cache');

/**
 * Every setting of the service: its environment variable, allowed values, default, and purpose. The
 * table in `docs/settings.md` is generated from this.
 */
export const settingsSchema = z.object({
  PORT: port.default(8080).describe('Port of the adapter, and of the local service'),
  HOST: file
    .optional()
    .describe(
      'Address on which the adapter and the metrics of the function listen; by default all addresses, and for the local service `127.0.0.1`, which only this machine reaches',
    ),
  EVENTS_PORT: port
    .optional()
    .describe('Port of the local service for events; by default the one after `PORT`, or a free one'),
  STORE: z
    .string()
    .regex(/^(file:\/\/\/|s3:\/\/[^/])/, 'must be file:///folder or s3://bucket/prefix')
    .refine(
      (text) => !text.startsWith('s3://arn:') && URL.canParse(text),
      'must be file:///folder or s3://bucket/prefix; for an access point, use its alias instead of its ARN',
    )
    .optional()
    .describe(
      'Where jobs and videos are stored: `file:///…` or `s3://bucket/prefix`; by default `MODEL_BUCKET` or the folder `data`',
    ),
  MODEL_BUCKET: file
    .optional()
    .describe(
      'A bucket with portraits (`avatars/`) and models (`models/`); also the store if `STORE` is not set',
    ),
  AWS_REGION: file
    .optional()
    .describe(
      "The bucket's region. The AWS SDK's other variables work as well (credentials, `AWS_ENDPOINT_URL_S3`)",
    ),
  S3_PATH_STYLE: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Whether the bucket name is part of the path; `auto` does so for a custom endpoint'),
  STORE_TIMEOUT_SECONDS: seconds.default(20).describe('Time limit for an answer of the bucket'),

  MODELS_DIR: file
    .default('models')
    .describe(
      'Folder with a Wav2Lip checkpoint (`*.pth`, `*.pt`) or imported graphs, and portraits (`*.png`, `*.jpg`, `*.webp`); may be read-only',
    ),
  WAV2LIP_CHECKPOINT: file
    .optional()
    .describe('Path of a checkpoint, or of a folder written by `import`; it must exist'),
  OPEN_MODEL: onOff
    .default('on')
    .describe("Whether to use the project's own open model if no checkpoint is found"),
  CACHE_DIR: file
    .default(path.join(path.isAbsolute(cacheHome) ? cacheHome : defaultCacheHome, 'avatar-service'))
    .describe(
      'Folder for imported graphs, graphs that onnxruntime has optimized, the faces of portraits, and what is prepared of them; created if it does not exist',
    ),

  EXECUTION_PROVIDER: z
    .enum(['auto', 'cuda', 'webgpu', 'cpu'])
    .default('auto')
    .describe('Where the network runs; `auto` uses the first available of CUDA, WebGPU, and the CPU'),
  CUDA_DEVICE: z.coerce.number().int().min(0).default(0).describe('Index of the GPU for CUDA'),
  PRECISION: z
    .enum(['auto', 'float32', 'float16'])
    .default('auto')
    .describe('Number format of the network; `auto` is half precision with CUDA and single otherwise'),
  THREADS: count.default(availableThreads()).describe('Threads of onnxruntime on the CPU, and of ffmpeg'),
  BATCH_FRAMES: count
    .max(256)
    .optional()
    .describe(
      'Frames per batch; by default 8 on the CPU and 32 on a GPU. Halved when a GPU runs out of memory',
    ),

  ...voiceSettings,

  ...portraitSettings,

  VIDEO_MAX_SIDE: z.coerce
    .number()
    .int()
    .min(64)
    .max(8192)
    .default(1920)
    .describe('Maximum length of the longer side of the video in pixels; larger portraits are scaled down'),
  VIDEO_FPS: z.coerce
    .number()
    .min(1)
    .max(60)
    .default(25)
    .describe('Frames per second if the request does not say'),
  VIDEO_ENCODER: z
    .enum(['auto', 'x264', 'nvenc'])
    .default('auto')
    .describe("Video encoder; `auto` uses an NVIDIA GPU's encoder if ffmpeg can, and x264 otherwise"),
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
    .describe("x264's constant rate factor, and NVENC's constant quality: lower is better"),
  DETAIL: onOff
    .default('on')
    .describe(
      "Whether the portrait's own pixels are moved at their full resolution, instead of showing the 96×96 pixels that Wav2Lip draws",
    ),
  MOTION: z
    .enum(motionPresetNames)
    .default('still')
    .describe(
      'How much portraits move besides their mouths if the request does not say: `still`, only `blink`, or `alive` (blinks, head motion, and breath)',
    ),
  REST_IN_SILENCE: onOff
    .default('on')
    .describe("Whether the portrait's own mouth is shown while the voice is silent"),
  VOICE_WINDOW_LEAD_MS: z.coerce
    .number()
    .min(0)
    .max(200)
    .optional()
    .describe(
      "How long before a frame the network's window of the voice begins; by default 0 for the open model and 40, as in Wav2Lip's training, for every other checkpoint",
    ),

  AI_MARK: z
    .enum(['xmp', 'c2pa', 'off'])
    .optional()
    .describe(
      'How videos and previews say that a machine made them, in metadata that programs read: `xmp` adds the digital source type of the IPTC, `c2pa` also signs videos',
    ),
  C2PA_CERTIFICATE: file
    .optional()
    .describe(
      'Path of the certificate chain that signs videos (PEM); the certificate of the signer comes first',
    ),
  C2PA_KEY: file
    .optional()
    .describe('Path of the private key of that certificate (PEM, without a passphrase)'),
  C2PA_TIMESTAMP_URL: url
    .optional()
    .describe('A time stamp authority (RFC 3161) that confirms when a video was signed'),

  FFMPEG_PATH: file.optional().describe('Path of ffmpeg; by default `ffmpeg-static`, or ffmpeg on the PATH'),
  RENDER_DEADLINE_SECONDS: seconds.default(540).describe('Time limit for a render'),
  STALL_SECONDS: z.coerce
    .number()
    .min(0)
    .default(45)
    .describe(
      'How long a file may block the event loop of the function, and with it probes and cancellation, before the process ends; a job that does this twice fails with `render_stalled`. 0 turns this off',
    ),

  K_SINK: url.optional().describe('Where events are sent; set by Knative (SinkBinding)'),
  K_CA_CERTS: z
    .string()
    .optional()
    .describe('Additional certificates in PEM format for an https sink; set by Knative'),
  K_CE_OVERRIDES: z
    .string()
    .optional()
    .describe('Attributes to add to every sent event, in Knative\'s format: `{"extensions":{…}}`'),
  SCHEMAS_URL: z
    .string()
    .regex(/^(https?:\/\/[^/\s]|urn:)\S*(?<!\/)$/, 'must be an http(s) URL or a URN, without a final slash')
    .default('urn:avatar-service:schemas')
    .describe(
      'Where consumers find the schemas of events, for the `dataschema` of every event: the adapter serves them under `/schemas`',
    ),
  SINK_TOKEN_FILE: file
    .default('/oidc/token')
    .describe(
      'File with the token that is sent to the sink as `Authorization: Bearer`, read for each event; SinkBinding mounts it where OIDC authentication is enabled. Without the file, no token is sent',
    ),
  SINK_TIMEOUT_SECONDS: seconds
    .default(1.5)
    .describe('Time limit for the sink to accept an event; the sweep sends it again later'),
  CLAIM_SECONDS: seconds
    .default(15)
    .describe('Time without a heartbeat after which another renderer may take over a job'),
  TASK_TIMEOUT_SECONDS: seconds
    .default(60)
    .describe(
      'Time limit for registering a portrait, rendering a preview, or speaking a text without a video',
    ),
  ...adapterSettings,
  K_SERVICE: file.optional().describe('Set by Knative; a folder as store is then rejected'),

  ...observabilitySettings,
});

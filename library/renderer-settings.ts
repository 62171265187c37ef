import type { z } from 'zod';
import { readSettings, type Settings } from '../config/settings.js';
import type { settingsSchema } from '../config/settings-schema.js';
import { RenderError } from '../errors/render-error.js';

/** The settings that a render reads. Those of the service (ports, store, keys) are not read at all. */
const rendererSettingNames = [
  'MODEL_BUCKET',
  'AWS_REGION',
  'S3_PATH_STYLE',
  'STORE_TIMEOUT_SECONDS',
  'MODELS_DIR',
  'WAV2LIP_CHECKPOINT',
  'OPEN_MODEL',
  'CACHE_DIR',
  'EXECUTION_PROVIDER',
  'CUDA_DEVICE',
  'PRECISION',
  'THREADS',
  'BATCH_FRAMES',
  'VOICE_MAX_SECONDS',
  'VOICE_MIN_SECONDS',
  'VOICE_MAX_BYTES',
  'VOICE_TIMEOUT_SECONDS',
  'VOICE_ALLOW_PRIVATE',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'TEXT_MAX_CHARACTERS',
  'SPEECH_URL',
  'SPEECH_API_KEY',
  'SPEECH_MODEL',
  'SPEECH_VOICES',
  'SPEECH_NORMALIZE',
  'SPEECH_TIMEOUT_SECONDS',
  'PORTRAIT_MAX_PIXELS',
  'PORTRAIT_BACKGROUND',
  'PICTURE_MAX_BYTES',
  'VIDEO_MAX_SIDE',
  'VIDEO_FPS',
  'VIDEO_ENCODER',
  'VIDEO_PRESET',
  'VIDEO_CRF',
  'DETAIL',
  'MOTION',
  'REST_IN_SILENCE',
  'VOICE_WINDOW_LEAD_MS',
  'AI_MARK',
  'C2PA_CERTIFICATE',
  'C2PA_KEY',
  'C2PA_TIMESTAMP_URL',
  'FFMPEG_PATH',
] as const satisfies readonly (keyof Settings)[];

type RendererSettingName = (typeof rendererSettingNames)[number];

/** `EXECUTION_PROVIDER` → `executionProvider` */
type OptionName<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<OptionName<Tail>>}`
  : Lowercase<Name>;

type SettingInputs = z.input<typeof settingsSchema>;

/** What a setting may be given as: numbers and the words of the schema, lists as text. */
type SettingInput<Name extends RendererSettingName> = unknown extends SettingInputs[Name]
  ? Settings[Name]
  : SettingInputs[Name];

/**
 * The options of a renderer: the settings of `docs/settings.md` that a render reads, in camel case, such as
 * `executionProvider` for `EXECUTION_PROVIDER`.
 */
export type RendererOptions = {
  readonly [Name in RendererSettingName as OptionName<Name>]?: SettingInput<Name> | undefined;
};

/**
 * Reads the settings of a renderer: from its options, and from the environment where an option is absent.
 * @throws RenderError `bad_setting`, naming every bad setting; `request_invalid` for an unknown option
 */
export function readRendererSettings(
  options: RendererOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const names = new Map<string, RendererSettingName>(
    rendererSettingNames.map((name) => [optionName(name), name]),
  );
  const known = new Set<string>(rendererSettingNames);
  // In lower case, too: many programs set proxies that way.
  const read = Object.fromEntries(
    Object.entries(environment).filter(([name]) => known.has(name.toUpperCase())),
  );
  for (const [option, value] of Object.entries(options)) {
    const name = names.get(option);
    if (name === undefined) {
      throw new RenderError(
        'request_invalid',
        `${option} is not an option of a renderer. Known: ${[...names.keys()].join(', ')}.`,
      );
    }
    if (value !== undefined) read[name] = String(value);
  }
  return readSettings(read);
}

/** `EXECUTION_PROVIDER` → `executionProvider` */
function optionName(name: string): string {
  return name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

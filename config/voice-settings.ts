import { z } from 'zod';

const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const proxy = z.url({ protocol: /^http$/, error: 'must be an http URL, such as http://proxy:3128' });

/** Settings of voices: limits, how they are downloaded, and who speaks texts. */
export const voiceSettings = {
  VOICE_MAX_SECONDS: seconds.default(600).describe('Maximum length of a voice in seconds'),
  VOICE_MIN_SECONDS: seconds.min(0.05).default(0.05).describe('Minimum length of a voice in seconds'),
  VOICE_MAX_BYTES: count.default(200 * 1024 * 1024).describe('Maximum size of a voice file'),
  VOICE_TIMEOUT_SECONDS: seconds.default(60).describe('Time limit for downloading a voice'),
  VOICE_ALLOW_PRIVATE: z
    .enum(['off', 'loopback', 'on', 'link-local'])
    .default('off')
    .describe(
      'Whether voice URLs may point to this machine (`loopback`), to any private address (`on`), or also to link-local addresses and others where clouds give out credentials (`link-local`)',
    ),

  HTTPS_PROXY: proxy
    .optional()
    .describe(
      'Proxy for voices, webhooks, and time stamps at https addresses, which must allow CONNECT to IP addresses: names are resolved and checked here, so that `VOICE_ALLOW_PRIVATE` and `CALLBACK_ALLOW_PRIVATE` stay in force. Private addresses that these allow are reached directly. Lower case is accepted',
    ),
  HTTP_PROXY: proxy
    .optional()
    .describe('The same for http addresses; the proxy must allow CONNECT to port 80'),
  NO_PROXY: z
    .string()
    .optional()
    .describe('Hosts that are reached without a proxy: names with their subdomains, `host:port`, or `*`'),

  TEXT_MAX_CHARACTERS: count.default(5000).describe('Maximum length of a text that is to be spoken'),
  SPEECH_URL: url
    .optional()
    .describe(
      'Base URL of a server with the OpenAI-compatible `POST /audio/speech`, for example `http://kokoro:8880/v1`; it may be a private address. Without it, the embedded voices speak',
    ),
  SPEECH_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must have no spaces')
    .optional()
    .describe('Sent to the speech server as `Authorization: Bearer`'),
  SPEECH_MODEL: z.string().default('tts-1').describe('The `model` that the speech server is asked for'),
  SPEECH_VOICES: z
    .string()
    .transform((text) => text.split(',').map((voice) => voice.trim()))
    .refine(
      (voices) =>
        voices.every((voice) => /^[^=\p{Cc}]{1,128}(=[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$/u.test(voice)),
      'must be ids of voices, each with its language if wanted, separated by commas: alloy,siwis=fr-FR',
    )
    .optional()
    .describe(
      'Voices of the speech server to offer, separated by commas, as `id` or `id=language`; by default those that it lists',
    ),
  SPEECH_NORMALIZE: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether markup, numbers, units, and short forms are written out for the speech server, too, as they are for the embedded voices; words in English only',
    ),
  SPEECH_TIMEOUT_SECONDS: seconds.default(60).describe('Time limit for speaking one sentence of a text'),
} as const;

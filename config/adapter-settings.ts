import { z } from 'zod';
import { readApiKeys } from './api-keys.js';

const seconds = z.coerce.number().positive();
const count = z.coerce.number().int().positive();

/** Settings of the adapter alone. */
export const adapterSettings = {
  OPEN_JOBS_MAX: count
    .default(100)
    .describe('Maximum number of unfinished jobs; further requests are answered 429'),
  RENDER_PARALLELISM: count.default(1).describe('Number of concurrent renders, for estimating waiting times'),
  WATCHERS_MAX: count
    .default(1000)
    .describe(
      'Maximum number of event streams and requests with `wait` that are open at once, in each replica; a client may have a quarter of them',
    ),
  STREAM_KEEP_SECONDS: z.coerce
    .number()
    .min(0)
    .default(3600)
    .describe(
      'How long viewers can begin to watch a stream after its job has ended; then its addresses lead to the video',
    ),
  STREAM_REDIRECT: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether players are sent to temporary addresses of the bucket for the fragments of a stream; the bucket must allow the origins of the players (CORS)',
    ),
  STREAM_STALL_SECONDS: seconds
    .default(60)
    .describe('Time without reading after which a viewer of a stream is disconnected'),
  STREAMS_MAX: count
    .default(1000)
    .describe(
      'Maximum number of viewers of `live.mp4`, and of requests that wait for a stream, in each replica; a client may have a quarter of them',
    ),
  UPLOAD_MAX_BYTES: count.default(200 * 1024 * 1024).describe('Maximum size of an uploaded voice'),
  PICTURE_MAX_BYTES: count.default(20 * 1024 * 1024).describe('Maximum size of an uploaded picture'),
  RESEND_AFTER_SECONDS: seconds
    .default(60)
    .describe('Time after which the sweep sends a request again that no function has leased'),
  ABANDON_AFTER_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('Hours after which the sweep fails a job that has not ended and that no function is rendering'),
  RETENTION_DAYS: z.coerce
    .number()
    .min(0)
    .default(0)
    .describe('Days after which ended jobs and their videos are deleted; 0 keeps them'),
  API_KEYS: z
    .string()
    .transform(readApiKeys)
    .optional()
    .describe(
      'API keys, separated by commas, each a key or `name:role:key` with the role `render` or `admin`; requests for jobs, portraits, previews, voices, and speech must send one of them. Without keys the service is open',
    ),
  ACCESS_LOG: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Whether the adapter logs each answer: method, path, status, time, and request id'),
  BASE_PATH: z
    .string()
    .regex(/^(\/[\w.~-]+)+$/, 'must be a path such as /avatar, without a slash at the end')
    .default('')
    .describe(
      'Path prefix under which a proxy serves the adapter, such as `/avatar`; links contain it, and requests may',
    ),
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every((origin) => origin === '*' || /^https?:\/\/[^/\s]+$/.test(origin)),
      'must be * or origins such as https://app.example.com, separated by commas',
    )
    .optional()
    .describe(
      'Origins whose web pages may call the API from a browser, separated by commas, or `*`; by default none',
    ),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Maximum number of requests per client and minute; 0 means no limit'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe(
      'Number of proxies that append an address to `X-Forwarded-For`: the client is the entry that many places from the end. 0 uses the address of the connection. With proxies, `X-Forwarded-Proto` and `X-Forwarded-Host` give the addresses in previews of shared links',
    ),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}=*$/, 'must be whsec_ and at least 24 bytes in base64')
    .optional()
    .describe('Secret for signing webhooks (Standard Webhooks); without it, a `callbackUrl` is rejected'),
  CALLBACK_ALLOW_PRIVATE: z
    .enum(['off', 'loopback', 'on', 'link-local'])
    .default('off')
    .describe(
      'Whether callback URLs may point to this machine (`loopback`), to any private address (`on`), or also to link-local addresses and others where clouds give out credentials (`link-local`)',
    ),
  SERVICE_ROLE: z
    .enum(['public', 'internal'])
    .default('public')
    .describe(
      '`public` serves clients; `internal` handles dead letters, outcomes, and the sweep in a cluster',
    ),
};

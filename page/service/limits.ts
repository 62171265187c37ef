import { isRecord, numberIn, recordIn } from './read-json.js';
import type { Service } from './service.js';

/** What the service accepts; `Infinity` where it does not name a limit. */
export interface Limits {
  readonly voice: { readonly maxBytes: number; readonly minSeconds: number; readonly maxSeconds: number };
  readonly picture: { readonly maxBytes: number };
}

const loading = new WeakMap<Service, Promise<Limits>>();

/** The limits of the service, asked for once. If it does not answer, files pass: the service checks them again. */
export function limitsOf(service: Service): Promise<Limits> {
  const known = loading.get(service) ?? load(service);
  loading.set(service, known);
  return known;
}

async function load(service: Service): Promise<Limits> {
  const answer: unknown = await service.json('/limits').catch(() => undefined);
  const limits = isRecord(answer) ? answer : {};
  const voice = recordIn(limits, 'voice') ?? {};
  const picture = recordIn(limits, 'picture') ?? {};
  return {
    voice: {
      maxBytes: numberIn(voice, 'maxBytes') ?? Infinity,
      minSeconds: numberIn(voice, 'minSeconds') ?? 0,
      maxSeconds: numberIn(voice, 'maxSeconds') ?? Infinity,
    },
    picture: { maxBytes: numberIn(picture, 'maxBytes') ?? Infinity },
  };
}

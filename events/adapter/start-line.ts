import type { Logger } from '../../config/logger.js';
import { packageInfo } from '../../config/package-info.js';
import type { Settings } from '../../config/settings.js';
import type { Store } from '../../storage/store.js';
import { isLoopbackHost } from './http/cross-site.js';

type StartSettings = Pick<Settings, 'API_KEYS' | 'HOST' | 'RETENTION_DAYS' | 'SERVICE_ROLE'>;

/** Hosts that stand for all addresses of a machine. */
const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Logs that the adapter listens: version, address, store, and how long jobs are kept. A public service
 * without keys that other machines can reach gets a warning.
 */
export function logListening(
  { port, eventsUrl }: { readonly port: number; readonly eventsUrl?: string },
  settings: StartSettings,
  store: Store,
  log: Logger,
): void {
  const { version } = packageInfo;
  const { SERVICE_ROLE: role, RETENTION_DAYS: retentionDays, HOST } = settings;
  const isLocal = isLoopbackHost(HOST);
  const host = HOST === undefined || isLocal || anyAddress.has(HOST) ? 'localhost' : HOST;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  const kept =
    retentionDays > 0
      ? `deletes jobs ${String(retentionDays)} days after their end`
      : 'keeps jobs until someone deletes them (RETENTION_DAYS is not set)';
  const events = eventsUrl === undefined ? '' : `, takes events on ${eventsUrl}`;
  log.info(
    { event: 'adapter.listening', version, url, port, eventsUrl, role, store: store.url, retentionDays },
    `avatar-service ${version} listens on ${url}${isLocal ? ', for this machine only' : ''}${events}, and ${kept}`,
  );
  if (settings.API_KEYS || isLocal || role !== 'public') return;
  log.warn(
    { event: 'api_keys.missing' },
    'API_KEYS is not set: the service is open to everyone who can reach it',
  );
}

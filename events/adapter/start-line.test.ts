import { expect, test } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { packageInfo } from '../../config/package-info.js';
import { readSettings } from '../../config/settings.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { logListening } from './start-line.js';

const { version } = packageInfo;
const store = new FolderStore('/var/avatars');

function linesFor(environment: Record<string, string>) {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) };
  const log = createLogger('adapter', { LOG_LEVEL: 'info', LOG_FORMAT: 'json' }, output);
  logListening({ port: 8080 }, readSettings(environment), store, log);
  return lines.map((line) => JSON.parse(line) as unknown);
}

test('the start says version, address, store, and that nothing is deleted', () => {
  expect(linesFor({ HOST: '127.0.0.1' })).toMatchObject([
    {
      event: 'adapter.listening',
      version,
      url: 'http://localhost:8080',
      store: 'file:///var/avatars',
      retentionDays: 0,
      msg: `avatar-service ${version} listens on http://localhost:8080, for this machine only, and keeps jobs until someone deletes them (RETENTION_DAYS is not set)`,
    },
  ]);
});

test('the start warns of a service without keys that other machines reach', () => {
  expect(linesFor({ HOST: '::1', RETENTION_DAYS: '7' })).toMatchObject([
    {
      msg: `avatar-service ${version} listens on http://localhost:8080, for this machine only, and deletes jobs 7 days after their end`,
    },
  ]);
  expect(linesFor({ HOST: '0.0.0.0' })).toMatchObject([
    { url: 'http://localhost:8080' },
    { event: 'api_keys.missing', level: 'warn' },
  ]);
  expect(linesFor({ HOST: 'fd00::1', API_KEYS: 'a-key-of-sixteen-letters' })).toMatchObject([
    { url: 'http://[fd00::1]:8080' },
  ]);
  expect(linesFor({ SERVICE_ROLE: 'internal' })).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { findUnreadSettings, unreadMessage } from './unread-settings.js';

test.each([
  ['RENDER_DEADLINE', 'RENDER_DEADLINE_SECONDS'],
  ['STORE_TIMEOUT_MS', 'STORE_TIMEOUT_SECONDS'],
  ['MAX_VOICE_SECONDS', 'VOICE_MAX_SECONDS'],
  ['AVATAR_SPEECH_VOICES', 'SPEECH_VOICES'],
  ['API_KEY', 'API_KEYS'],
  ['MODEL_DIR', 'MODELS_DIR'],
  ['CACHE_DIRS', 'CACHE_DIR'],
])('%s is probably %s', (name, similar) => {
  expect(findUnreadSettings({ [name]: 'x' })).toEqual([{ name, similar }]);
  expect(unreadMessage({ name, similar })).toBe(
    `${name} is not a setting, and is ignored. Did you mean ${similar}?`,
  );
});

test.each([
  'HTTP_PORT',
  'NODE_ENV',
  'ALL_PROXY',
  'KUBERNETES_SERVICE_PORT',
  'K_REVISION',
  'AWS_ACCESS_KEY_ID',
  'APP_LOG_LEVEL',
  'REDIS_API_KEYS',
  'RENDER_DEADLINE_SECONDS',
  'HOSTNAME',
  'render_deadline',
])('%s belongs to another program, or is read', (name) => {
  expect(findUnreadSettings({ [name]: 'x' })).toEqual([]);
});

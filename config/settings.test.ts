import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { readSettings } from './settings.js';

function problem(environment: Record<string, string>): RenderError {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof RenderError) return error;
    throw error;
  }
  throw new Error('readSettings accepted these settings');
}

test('readSettings returns defaults for an empty environment', () => {
  expect(readSettings({})).toMatchObject({
    MODELS_DIR: 'models',
    OPEN_MODEL: 'on',
    EXECUTION_PROVIDER: 'auto',
    VOICE_MAX_SECONDS: 600,
    VOICE_MIN_SECONDS: 0.05,
    VOICE_MAX_BYTES: 209_715_200,
    VOICE_ALLOW_PRIVATE: 'off',
    PORTRAIT_MAX_PIXELS: 100_000_000,
    PORTRAIT_BACKGROUND: '#ffffff',
    VIDEO_FPS: 25,
    VIDEO_CRF: 18,
    REST_IN_SILENCE: 'on',
  });
  expect(readSettings({}).WAV2LIP_CHECKPOINT).toBeUndefined();
  expect(readSettings({}).FFMPEG_PATH).toBeUndefined();
});

test('readSettings converts numbers and switches', () => {
  const given = { VIDEO_FPS: '29.97', VIDEO_CRF: '0', VOICE_MAX_SECONDS: '1.5', REST_IN_SILENCE: 'off' };
  expect(readSettings(given)).toMatchObject({
    VIDEO_FPS: 29.97,
    VIDEO_CRF: 0,
    VOICE_MAX_SECONDS: 1.5,
    REST_IN_SILENCE: 'off',
  });
});

test('readSettings treats an empty variable as unset', () => {
  const settings = readSettings({ VIDEO_FPS: '', WAV2LIP_CHECKPOINT: '', FFMPEG_PATH: '', MODELS_DIR: '' });
  expect(settings).toMatchObject({ VIDEO_FPS: 25, MODELS_DIR: 'models' });
  expect(settings.WAV2LIP_CHECKPOINT).toBeUndefined();
  expect(settings.FFMPEG_PATH).toBeUndefined();
});

describe('CACHE_DIR by default follows XDG_CACHE_HOME', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });
  const usual = path.join(os.homedir(), '.cache', 'avatar-service');
  test.each([
    ['absolute', path.resolve('/var/cache'), path.resolve('/var/cache/avatar-service')],
    ['unset', undefined, usual],
    ['empty', '', usual],
    ['relative', 'cache', usual],
  ])('if it is %s', async (_, given, folder) => {
    vi.stubEnv('XDG_CACHE_HOME', given);
    vi.resetModules();
    const settings = await import('./settings.js');
    expect(settings.readSettings({}).CACHE_DIR).toBe(folder);
  });
});

test.each([
  ['API_KEYS', 'hunter2,correct-horse-battery-staple'],
  ['WEBHOOK_SECRET', 'whsec_hunter2'],
])('readSettings names a bad %s without repeating its secret value', (name, value) => {
  const { message, details } = problem({ [name]: value });
  expect(message).toMatch(new RegExp(`^${name} has a value that cannot be used; it must be `));
  expect(message).not.toMatch(/hunter2|horse/);
  expect(details).toEqual({ settings: [name] });
});

test('readSettings ignores variables of other programs', () => {
  expect(readSettings({ VIDEO_SPEED: 'x', HOME: '/' })).toEqual(readSettings({}));
});

describe('readSettings names a bad setting and its value', () => {
  test.each([
    ['VIDEO_FPS', '0'],
    ['VIDEO_FPS', '61'],
    ['VIDEO_FPS', 'fast'],
    ['VIDEO_CRF', '18.5'],
    ['VIDEO_CRF', '52'],
    ['VIDEO_PRESET', 'warp'],
    ['VOICE_MAX_SECONDS', '-1'],
    ['VOICE_MIN_SECONDS', '0.01'],
    ['VOICE_MAX_BYTES', '1e3.5'],
    ['VOICE_ALLOW_PRIVATE', 'true'],
    ['PORTRAIT_BACKGROUND', 'white'],
    ['PORTRAIT_BACKGROUND', '#fff'],
    ['BATCH_FRAMES', '257'],
    ['THREADS', '0'],
    ['OPEN_MODEL', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['VIDEO_FPS', 'Infinity'],
    ['VOICE_MAX_SECONDS', 'Infinity'],
  ])('%s=%s', (name, value) => {
    const error = problem({ [name]: value });
    expect(error.code).toBe('bad_setting');
    expect(error.message).toMatch(new RegExp(`${name} is "${value.replace('.', '\\.')}"; (it must|use) `));
    expect(error.details).toEqual({ settings: [name] });
  });

  test('for all bad settings at once', () => {
    const error = problem({ VIDEO_FPS: 'x', OPEN_MODEL: 'y', THREADS: '4' });
    expect(error.details).toEqual({ settings: ['OPEN_MODEL', 'VIDEO_FPS'] });
    expect(error.message).toBe('OPEN_MODEL is "y"; use on or off. VIDEO_FPS is "x"; it must be a number');
  });
});

test('readSettings reads proxies in upper and lower case, and hides their passwords', () => {
  expect(readSettings({ https_proxy: 'http://proxy:3128', NO_PROXY: 'localhost' })).toMatchObject({
    HTTPS_PROXY: 'http://proxy:3128',
    NO_PROXY: 'localhost',
  });
  expect(readSettings({ HTTP_PROXY: 'http://a:1', http_proxy: 'http://b:2' }).HTTP_PROXY).toBe('http://a:1');
  for (const HTTPS_PROXY of ['proxy:3128', 'https://proxy', 'socks5://user:secret@proxy']) {
    const { code, message } = problem({ HTTPS_PROXY });
    expect(code).toBe('bad_setting');
    expect(message).toBe(
      'HTTPS_PROXY has a value that cannot be used; it must be an http URL, such as http://proxy:3128',
    );
  }
});

test.each(['s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/mine', 's3://arn:aws:s3-outposts:x'])(
  'readSettings asks for the alias of an access point instead of the ARN %s',
  (STORE) => {
    expect(() => readSettings({ STORE })).toThrow(
      `STORE is "${STORE}"; it must be file:///folder or s3://bucket/prefix; for an access point, use its alias instead of its ARN`,
    );
  },
);

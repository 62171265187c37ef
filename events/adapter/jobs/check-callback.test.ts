import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { callbackRefusedError, checkCallback } from './check-callback.js';

const secret = `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`;

function check(callbackUrl: string | undefined, more: Record<string, string> = {}): void {
  checkCallback(callbackUrl, readSettings({ WEBHOOK_SECRET: secret, ...more }));
}

describe('checkCallback', () => {
  test.each([
    undefined,
    'https://example.com/hook',
    'http://example.com:8080/hook?job=1',
    'https://93.184.215.14/hook',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook',
  ])('accepts %s', (url) => {
    expect(() => {
      check(url);
    }).not.toThrow();
  });

  test.each([
    ['http://127.0.0.1/hook', '127.0.0.1'],
    ['http://10.0.0.8:9000/hook', '10.0.0.8'],
    ['http://169.254.169.254/latest', '169.254.169.254'],
    ['http://[::1]/hook', '::1'],
    ['http://2130706433/hook', '127.0.0.1'],
  ])('refuses %s, whose address is %s', (url, address) => {
    expect(() => {
      check(url);
    }).toThrow(
      expect.objectContaining({
        code: 'callback_refused',
        message: `The callback URL's host ${address} resolves to ${address}, which is not a public address. CALLBACK_ALLOW_PRIVATE allows private ones.`,
        details: { hostname: address },
      }),
    );
  });

  test('accepts a private address if the setting allows it', () => {
    expect(() => {
      check('http://10.0.0.8/hook', { CALLBACK_ALLOW_PRIVATE: 'on' });
    }).not.toThrow();
  });

  test('refuses every callback without a secret to sign with', () => {
    expect(() => {
      checkCallback('https://example.com/hook', readSettings({}));
    }).toThrow('Webhooks are not enabled. Omit callbackUrl, or set WEBHOOK_SECRET.');
    expect(() => {
      checkCallback(undefined, readSettings({}));
    }).not.toThrow();
  });
});

test('callbackRefusedError lists every address of the host', () => {
  const error = callbackRefusedError('hooks.example', ['10.0.0.1', '10.0.0.2']);
  expect(error.message).toContain('host hooks.example resolves to 10.0.0.1, 10.0.0.2, which');
  expect(error.details).toEqual({ hostname: 'hooks.example' });
});

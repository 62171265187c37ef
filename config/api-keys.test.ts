import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.js';

const [first, second] = ['first-key-0123456789', 'second-key-0123456789'];

describe('API_KEYS', () => {
  test('may be keys alone, which may render', () => {
    expect(readSettings({ API_KEYS: `${first}, ${second}` }).API_KEYS).toEqual([
      { key: first, name: undefined, role: 'render' },
      { key: second, name: undefined, role: 'render' },
    ]);
  });

  test('may have names and roles, beside keys alone and keys with colons', () => {
    const withColon = 'a:key:0123456789:with:colons'.replace('key', 'Key');
    const { API_KEYS } = readSettings({
      API_KEYS: `ops:admin:${first},shop-1:render:${second},${withColon}`,
    });
    expect(API_KEYS).toEqual([
      { key: first, name: 'ops', role: 'admin' },
      { key: second, name: 'shop-1', role: 'render' },
      { key: withColon, name: undefined, role: 'render' },
    ]);
  });

  test.each([
    ['hunter2', 'key 1 must have at least 16 characters'],
    [`${first},ops:admin:short`, 'key 2 must have at least 16 characters'],
    [`ops:owner:${first}`, 'key 1 must have the role render or admin'],
    [`Ops!:admin:${first}`, 'key 1 must have a name of up to 32 characters a-z, 0-9, and -'],
    [`${first},ops:admin:${first}`, 'key 2 is repeated'],
    ['a key with spaces 0123', 'key 1 must not contain spaces'],
  ])('is refused without showing a key: %#', (API_KEYS, message) => {
    expect(() => readSettings({ API_KEYS })).toThrow(message);
    expect(() => readSettings({ API_KEYS })).not.toThrow(/0123|hunter2|short/);
  });
});

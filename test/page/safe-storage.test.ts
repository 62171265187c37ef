import { describe, expect, test } from 'vitest';
import { SafeStorage } from '../../page/service/safe-storage.js';

/** A storage of the browser that can become full. */
function browserStorage(state: { isFull: boolean } = { isFull: false }) {
  const texts = new Map<string, string>();
  return {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (state.isFull) throw new DOMException('full', 'QuotaExceededError');
      texts.set(name, text);
    },
  };
}

describe('a text in safe storage', () => {
  test('is undefined before it is written', () => {
    const storage = browserStorage();
    expect(new SafeStorage(() => storage, 'key').read()).toBeUndefined();
  });

  test('is stored in the browser under its name', () => {
    const storage = browserStorage();
    new SafeStorage(() => storage, 'key').write('text');
    expect(new SafeStorage(() => storage, 'key').read()).toBe('text');
    expect(new SafeStorage(() => storage, 'other').read()).toBeUndefined();
  });

  test('is kept in the page if the browser blocks site data', () => {
    const blocked = new SafeStorage(() => {
      throw new DOMException('denied', 'SecurityError');
    }, 'key');
    expect(blocked.read()).toBeUndefined();
    blocked.write('text');
    expect(blocked.read()).toBe('text');
  });

  test('is kept in the page while the browser has no space, and stored when it has', () => {
    const state = { isFull: false };
    const storage = browserStorage(state);
    const safe = new SafeStorage(() => storage, 'key');
    safe.write('old');
    state.isFull = true;
    safe.write('new');
    expect([safe.read(), storage.getItem('key')]).toEqual(['new', 'old']);
    state.isFull = false;
    safe.write('newest');
    expect([safe.read(), storage.getItem('key')]).toEqual(['newest', 'newest']);
  });
});

import { expect, test } from 'vitest';
import { parseJson } from './parse-json.js';

test('parseJson returns the value of valid JSON, null included', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson('null')).toBeNull();
});

test.each(['', '{"a":', 'undefined', 'nan'])('parseJson returns undefined for %j', (text) => {
  expect(parseJson(text)).toBeUndefined();
});

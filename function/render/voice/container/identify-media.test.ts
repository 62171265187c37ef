import { expect, test } from 'vitest';
import { identifyMedia } from './identify-media.js';

const named = (text: string) => identifyMedia(Buffer.from(text))?.name;

test.each([
  ['<!doctype html><html>', 'a web page'],
  ['\ufeff \n<!-- a --><!---->\n<!-- --- -->\n<HTML lang="en">', 'a web page'],
  ['<!-- a <html> -->x', 'text'],
  ['<!-- never ended <html>', 'text'],
  ['<!-->-->\n<body>', 'a web page'],
  [`${'<!---->'.repeat(290)}x`, 'text'],
  [`${'<!---->'.repeat(250)}<html>`, 'a web page'],
  ['<?xml version="1.0"?><Error/>', 'an XML document'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hosts"/></svg>', 'an XML document'],
  [`${'QUJD'.repeat(60)}==\r\n`, 'Base64 text'],
  [`${'QUJD\r\n'.repeat(60)}\n \n!`, 'text'],
  ['  [ {"a": 1} ]', 'JSON'],
  ['\n#EXTM3U\n', 'a playlist'],
  ['         ', 'text'],
])('identifyMedia recognizes %j as %s', (text, name) => {
  expect(named(text)).toBe(name);
});

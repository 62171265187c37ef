import { expect, test } from 'vitest';
import { checkVideoForm, videoFormIssue } from './check-video-form.js';

test.each([
  {},
  { format: 'mp4' },
  { aspect: '16:9', background: 'blur' },
  { aspect: '9:16', background: '#00ff7f', height: 720 },
  { crop: { x: 0, y: 0, width: 100, height: 100 } },
  { background: '#00ff7f' },
  { background: 'transparent', transparent: 'stacked', aspect: '1:1' },
  { format: 'webm', background: 'transparent' },
  { format: 'mov', background: '#00ff7f', stream: false },
  { format: 'mp4', stream: true },
  { matte: true, background: '#00ff7f' },
  { matte: true, background: 'transparent', format: 'webm' },
  { matte: false },
] as const)('videos can have the form %j', (form) => {
  expect(videoFormIssue(form)).toBeUndefined();
});

test.each([
  [{ background: 'transparent' }, 'An MP4 has no transparency. Set `transparent` to stacked'],
  [{ format: 'mp4', background: 'transparent' }, 'An MP4 has no transparency.'],
  [{ transparent: 'stacked' }, '`transparent` is for an MP4 whose `background` is transparent.'],
  [{ transparent: 'stacked', format: 'webm', background: 'transparent' }, '`transparent` is for an MP4'],
  [{ aspect: '1:1', crop: { x: 0, y: 0, width: 9, height: 9 } }, 'Give either `aspect` or `crop`'],
  [{ background: 'blur' }, 'Set `aspect` as well.'],
  [{ format: 'webm', stream: true }, '`format`: webm cannot be streamed. Use mp4'],
  [{ format: 'mov', stream: true }, '`format`: mov cannot be streamed. Use mp4'],
  [{ matte: true }, '`matte` is for a `background` that is transparent or a color.'],
  [{ matte: true, aspect: '1:1', background: 'blur' }, '`matte` is for a `background` that is'],
] as const)('checkVideoForm rejects %j', (form, message) => {
  expect(() => checkVideoForm(form)).toThrow(message);
  expect(() => checkVideoForm(form)).toThrow(expect.objectContaining({ code: 'request_invalid' }));
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { storedVoice } from '../../../test/fixtures/accepted-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { renderBodyReader } from '../../../test/fixtures/render-body-reader.js';
import { formRender, jsonRender, voiceUrl } from '../../../test/fixtures/render-request.js';
import { formRequest, jsonRequest } from './render-body.js';

const callbackUrl = 'https://example.com/hook';

test('a form has the fields of a JSON request', () => {
  expect(Object.keys(formRequest.shape)).toEqual(Object.keys(jsonRequest.shape));
});

describe('readRenderBody', () => {
  test('reads JSON', async () => {
    const { ask } = await renderBodyReader();
    const response = await ask(jsonRender({ fps: 30, callbackUrl }));
    expect(await response.json()).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      voiceUrl,
      fps: 30,
      callbackUrl,
    });
  });

  test('reads a form and stores its voice', async () => {
    const { ask, store } = await renderBodyReader();
    const voice = new TextEncoder().encode('a voice');
    const response = await ask(formRender({ voice, fps: '12.5' }));
    expect(await response.json()).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      voiceUrl: 'upload:job',
      voiceSha256: createHash('sha256').update(voice).digest('hex'),
      fps: 12.5,
    });
    expect(await storedVoice(store, 'job')).toEqual(Buffer.from(voice));
  });

  test('reads a form that names its voice', async () => {
    const { ask, store } = await renderBodyReader();
    const response = await ask(formRender({ voiceUrl }));
    expect(await response.json()).toEqual({ jobId: 'job', avatarId: 'alice', voiceUrl });
    expect(await storedVoice(store, 'job')).toBeUndefined();
  });

  test.each([
    ['neither a voice nor its URL', {}],
    ['both a voice and its URL', { voiceUrl, voice: new Uint8Array([1, 2, 3]) }],
  ])('rejects a form with %s', async (_, fields) => {
    const { ask } = await renderBodyReader();
    const problem = await problemIn(await ask(formRender(fields)), 'request_invalid');
    expect(problem.detail).toBe('Send exactly one of `voiceUrl`, the file `voice` of a form, and `text`.');
  });

  test('reads a text and how it is spoken, from JSON and from a form', async () => {
    const { ask } = await renderBodyReader();
    const speech = { text: 'Hello 😀.', voice: 'slt', language: 'en-US', speed: 1.5 };
    const expected = { jobId: 'job', avatarId: 'alice', ...speech };
    expect(await (await ask(jsonRender({ voiceUrl: undefined, ...speech }))).json()).toEqual(expected);
    expect(await (await ask(formRender({ ...speech, speed: '1.5' }))).json()).toEqual(expected);
  });

  test('reads the form of a video, from JSON and from a form', async () => {
    const { ask } = await renderBodyReader();
    const crop = { x: 1, y: 2, width: 300, height: 400 };
    const expected = { jobId: 'job', avatarId: 'alice', voiceUrl, format: 'mp4', crop, height: 720 };
    expect(await (await ask(jsonRender({ format: 'mp4', crop, height: 720 }))).json()).toEqual(expected);
    const fields = { voiceUrl, format: 'mp4', crop: JSON.stringify(crop), height: '720' };
    expect(await (await ask(formRender(fields))).json()).toEqual(expected);
  });

  test('rejects forms that no video can have, from JSON and from a form', async () => {
    const { ask } = await renderBodyReader();
    const transparent = { background: 'transparent' };
    for (const init of [jsonRender(transparent), formRender({ voiceUrl, ...transparent })]) {
      const { detail } = await problemIn(await ask(init), 'request_invalid');
      expect(detail).toContain('An MP4 has no transparency.');
    }
    const { detail } = await problemIn(await ask(formRender({ voiceUrl, matte: 'true' })), 'request_invalid');
    expect(detail).toContain('`matte` is for a `background`');
  });

  test('rejects a text together with a voiceUrl, and the voice of a text without one', async () => {
    const { ask } = await renderBodyReader();
    const both = await problemIn(await ask(jsonRender({ text: 'Hello.' })), 'request_invalid');
    expect(both.detail).toBe('Send exactly one of `voiceUrl`, the file `voice` of a form, and `text`.');
    const useless = await problemIn(await ask(jsonRender({ speed: 2 })), 'request_invalid');
    expect(useless.detail).toBe('`voice`, `language`, and `speed` need a `text`.');
  });

  test('rejects a text that is too long or has nothing to say', async () => {
    const { ask } = await renderBodyReader();
    const text = (words: string) => jsonRender({ voiceUrl: undefined, text: words });
    await problemIn(await ask(text('x'.repeat(100_000))), 'text_too_long');
    await problemIn(await ask(text('🙂 !')), 'text_empty');
    await problemIn(await ask(formRender({ text: 'x'.repeat(100_000) })), 'text_too_long');
    await problemIn(await ask(formRender({ text: 'x'.repeat(300_000) })), 'body_too_large');
    expect(await (await ask(text('ü'.repeat(5000)))).json()).toMatchObject({ text: 'ü'.repeat(5000) });
    expect(await (await ask(formRender({ text: 'ü'.repeat(5000) }))).json()).toMatchObject({
      text: 'ü'.repeat(5000),
    });
  });

  test.each([
    ['voice', { text: 'Hi.', voiceUrl: undefined, voice: ' a' }],
    ['language', { text: 'Hi.', voiceUrl: undefined, language: 'English (US)' }],
    ['speed', { text: 'Hi.', voiceUrl: undefined, speed: 3 }],
    ['voiceUrl', { voiceUrl: 'ftp://example.com/voice' }],
    ['voiceUrl', { voiceUrl: 'upload:another-job' }],
    ['fps', { fps: 61 }],
    ['fps', { fps: 'many' }],
    ['background', { background: 'green' }],
    ['aspect', { aspect: '21:9' }],
    ['height', { height: 721 }],
    ['crop', { crop: { x: 0, y: 0, width: 0, height: 10 } }],
    ['avatarId', { avatarId: 'Alice' }],
    ['callbackUrl', { callbackUrl: 'example.com' }],
    ['jobId', { jobId: 'my-job' }],
  ])('rejects a wrong %s in JSON', async (field, data) => {
    const { ask } = await renderBodyReader();
    const problem = await problemIn(await ask(jsonRender(data)), 'request_invalid');
    expect(problem.detail).toContain(field);
  });

  test('takes empty texts as absent, and numbers that are texts, from JSON and from a form', async () => {
    const { ask } = await renderBodyReader();
    const unfilled = { voiceUrl: '', callbackUrl: '', language: '', seed: '', speed: '', fps: '' };
    const expected = { jobId: 'job', avatarId: 'alice', text: 'Hi.' };
    expect(await (await ask(jsonRender({ text: 'Hi.', ...unfilled }))).json()).toEqual(expected);
    expect(await (await ask(formRender({ text: 'Hi.', ...unfilled }))).json()).toEqual(expected);
    const texts = { fps: '25', mouthStrength: '1.3', motion: { blink: '0.5' }, text: '' };
    expect(await (await ask(jsonRender(texts))).json()).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      voiceUrl,
      fps: 25,
      mouthStrength: 1.3,
      motion: { blink: 0.5 },
    });
  });

  test.each([
    ['en_US', 'en-US'],
    ['de_DE.UTF-8', 'de-DE'],
  ])('reads the language %s as %s', async (language, tag) => {
    const { ask } = await renderBodyReader();
    const response = await ask(jsonRender({ voiceUrl: undefined, text: 'Hi.', language }));
    expect(await response.json()).toMatchObject({ language: tag });
  });

  test.each([
    [{ fps: 'many' }, 'fps is "many", a text, and must be a number'],
    [{ mouthStrength: '1,3' }, 'mouthStrength is "1,3", a text, and must be a number'],
    [{ voice_url: 'x' }, 'the body must not have voice_url; did you mean voiceUrl?'],
    [{ mouthStrenght: 1 }, 'the body must not have mouthStrenght; did you mean mouthStrength?'],
    [{ color: 'red' }, 'the body must not have color'],
    [
      { voiceUrl: `data:audio/wav;base64,${'A'.repeat(10_000)}` },
      'voiceUrl must be an http(s) URL, and is a data: URL. Upload the recording instead: as the file `voice` of a multipart/form-data request',
    ],
    [
      { voiceUrl: 's3://bucket/voice.wav' },
      'voiceUrl must be an http(s) URL. For an object in a bucket, use a presigned https URL, or upload the recording',
    ],
    [
      { voiceUrl: 'C:\\voices\\clip.wav' },
      'voiceUrl must be an http(s) URL, and is the path of a file. Upload the recording instead: as the file `voice` of a multipart/form-data request',
    ],
  ])('says what is wrong with %j', async (data, detail) => {
    const { ask } = await renderBodyReader();
    expect((await problemIn(await ask(jsonRender(data)), 'request_invalid')).detail).toBe(detail);
  });

  test('rejects a voice that is too large', async () => {
    const { ask } = await renderBodyReader();
    const problem = await problemIn(await ask(formRender({ voice: new Uint8Array(1001) })), 'body_too_large');
    expect(problem.details).toEqual({ maxBytes: 1000 });
  });

  test.each([
    ['text/plain', 'text/plain'],
    ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'],
    [undefined, 'missing'],
  ])('rejects the Content-Type %s', async (contentType, named) => {
    const { ask } = await renderBodyReader();
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    const body = new TextEncoder().encode('{}');
    const problem = await problemIn(await ask({ method: 'POST', headers, body }), 'media_type_unsupported');
    expect(problem.detail).toBe(
      `The Content-Type is ${named}. Send application/json or multipart/form-data.`,
    );
  });
});

import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { voiceSource } from './voice-source.js';

const upload = { id: 'job-1', key: 'uploads/job-1/voice' };

describe('voiceSource', () => {
  test('passes a web address on', async () => {
    const store = new FolderStore(await temporaryFolder());
    const source = voiceSource('https://example.com/voice.wav', upload, store);
    expect(source).toEqual({ url: new URL('https://example.com/voice.wav') });
  });

  test("reads the request's own upload from the store", async () => {
    const store = new FolderStore(await temporaryFolder());
    await store.put(upload.key, Buffer.from('bytes'), { contentType: 'audio/wav' });
    const source = voiceSource('upload:job-1', upload, store);
    if (!('upload' in source)) throw new TypeError('not an upload');
    expect(await text(await source.upload())).toBe('bytes');
  });

  test("refuses another request's upload", async () => {
    const store = new FolderStore(await temporaryFolder());
    expect(() => voiceSource('upload:job-2', upload, store)).toThrow(
      expect.objectContaining({ code: 'voice_url_refused' }),
    );
  });

  test('reports an upload that no longer exists', async () => {
    const store = new FolderStore(await temporaryFolder());
    const source = voiceSource('upload:job-1', upload, store);
    if (!('upload' in source)) throw new TypeError('not an upload');
    await expect(source.upload()).rejects.toMatchObject({ code: 'voice_not_found' });
  });
});

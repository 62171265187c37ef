import { describe, expect, test } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { failureFingerprint } from './failure-fingerprint.js';

const ffmpegFailed = (message: string, signal: string | null = null) =>
  failureFingerprint(new RenderError('ffmpeg_failed', message, { details: { exitCode: null, signal } }));

describe('failureFingerprint', () => {
  test('is the same for messages that differ in addresses and scratch folders alone', () => {
    expect(ffmpegFailed('[wav @ 0x55d0a1] /tmp/avatar-scratch-17-aB3/voice: invalid')).toBe(
      ffmpegFailed('[wav @ 0x7f00ff] /tmp/avatar-scratch-18-Xy9/voice: invalid'),
    );
    expect(ffmpegFailed('invalid data')).not.toBe(ffmpegFailed('invalid argument'));
  });

  test('tells codes and causes of unexpected errors apart', () => {
    const internal = (cause: Error) =>
      failureFingerprint(new RenderError('internal', 'unexpected', { cause }));
    expect(internal(new TypeError('x is undefined'))).toBe(internal(new TypeError('x is undefined')));
    expect(internal(new TypeError('x is undefined'))).not.toBe(internal(new TypeError('y is undefined')));
    expect(ffmpegFailed('same')).not.toBe(failureFingerprint(new RenderError('video_broken', 'same')));
  });

  test.each([
    ['the kernel ends ffmpeg', ffmpegFailed('ffmpeg ended with signal SIGKILL: no message', 'SIGKILL')],
    ['an allocation fails', ffmpegFailed('Error: Cannot allocate memory')],
    [
      'the worker has no memory',
      failureFingerprint(new RenderError('inference_failed', 'onnxruntime failed: std::bad_alloc')),
    ],
    ['the store is away', failureFingerprint(new RenderError('store_unavailable', 'away'))],
  ])('is undefined if %s', (_, fingerprint) => {
    expect(fingerprint).toBeUndefined();
  });
});

import type { Readable, Writable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as library from './index.js';
import type { RenderedVideo, RenderProgress, VideoRequest } from './index.js';

test('the library offers two functions and its error', () => {
  expect(Object.keys(library).sort()).toEqual(['RenderError', 'createRenderer', 'renderVideo']);
});

describe('the types of the library', () => {
  test('accept every kind of portrait and voice', () => {
    expectTypeOf<VideoRequest['portrait']>().toEqualTypeOf<string | URL | Uint8Array>();
    expectTypeOf<VideoRequest['voice']>().toEqualTypeOf<
      string | URL | Uint8Array | Readable | ReadableStream<Uint8Array> | undefined
    >();
  });

  test('accept exactly one of voice and text, and of out and stream', () => {
    expectTypeOf<{ portrait: string; voice: Buffer; out: string }>().toExtend<VideoRequest>();
    expectTypeOf<{
      portrait: URL;
      text: string;
      stream: Writable;
      motion: 'alive';
    }>().toExtend<VideoRequest>();
    expectTypeOf<{
      portrait: string;
      voice: string;
      text: string;
      out: string;
    }>().not.toExtend<VideoRequest>();
    expectTypeOf<{ portrait: string; out: string }>().not.toExtend<VideoRequest>();
    expectTypeOf<{ portrait: string; text: string }>().not.toExtend<VideoRequest>();
    expectTypeOf<{
      portrait: string;
      text: string;
      out: string;
      stream: Writable;
    }>().not.toExtend<VideoRequest>();
  });

  test('describe progress, result, and errors', () => {
    expectTypeOf<Parameters<NonNullable<VideoRequest['onProgress']>>>().toEqualTypeOf<[RenderProgress]>();
    expectTypeOf(library.renderVideo).returns.resolves.toEqualTypeOf<RenderedVideo>();
    expectTypeOf<RenderedVideo['seconds']['total']>().toEqualTypeOf<number>();
    expectTypeOf<library.RenderError['code']>().toEqualTypeOf<library.ErrorCode>();
    expectTypeOf<'face_not_found'>().toExtend<library.ErrorCode>();
    expectTypeOf(library.createRenderer).returns.resolves.toHaveProperty('findFaces');
  });
});

import { describe, expect, expectTypeOf, test } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { readRendererSettings, type RendererOptions } from './renderer-settings.js';

describe('readRendererSettings', () => {
  test('reads options in camel case, and converts them like settings', () => {
    const settings = readRendererSettings(
      {
        executionProvider: 'cpu',
        threads: 3,
        videoCrf: 20,
        wav2lipCheckpoint: 'x.pth',
        aiMark: 'off',
        c2paKey: 'k',
      },
      {},
    );
    expect(settings).toMatchObject({
      EXECUTION_PROVIDER: 'cpu',
      THREADS: 3,
      VIDEO_CRF: 20,
      WAV2LIP_CHECKPOINT: 'x.pth',
      AI_MARK: 'off',
      C2PA_KEY: 'k',
    });
  });

  test('reads an absent or undefined option from the environment, and a default otherwise', () => {
    const environment = { VIDEO_FPS: '30', THREADS: '5', https_proxy: 'http://proxy:3128' };
    const settings = readRendererSettings({ threads: 2, videoFps: undefined }, environment);
    expect(settings).toMatchObject({
      THREADS: 2,
      VIDEO_FPS: 30,
      HTTPS_PROXY: 'http://proxy:3128',
      VIDEO_CRF: 18,
    });
  });

  test('ignores the settings of the service, even invalid ones', () => {
    const settings = readRendererSettings({}, { PORT: 'ten', STORE: 'x', threads: '9', THREADS: '1' });
    expect(settings).toMatchObject({ PORT: 8080, THREADS: 1 });
  });

  test('names an invalid value', () => {
    expect(() => readRendererSettings({ videoFps: 100 }, {})).toThrow('VIDEO_FPS is "100"');
    expect(() => readRendererSettings({ videoFps: 100 }, {})).toThrow(RenderError);
  });

  test('names an unknown option, and the known ones', () => {
    const given: object = { VIDEO_FPS: 25 };
    expect(() => readRendererSettings(given, {})).toThrow(
      /^VIDEO_FPS is not an option of a renderer\. Known: .*videoFps/,
    );
  });
});

test('the options of a renderer have the types of the settings', () => {
  expectTypeOf<RendererOptions['executionProvider']>().toEqualTypeOf<
    'auto' | 'cuda' | 'webgpu' | 'cpu' | undefined
  >();
  expectTypeOf<RendererOptions['videoFps']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<RendererOptions['modelsDir']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<RendererOptions['speechVoices']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<RendererOptions>().not.toHaveProperty('port');
});

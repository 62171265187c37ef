import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { activeTrace, hasActiveSpan, inSpan, isTracing, startTracing } from './tracing.js';
import { packageRoot } from './package-root.js';

const run = promisify(execFile);

/** OpenTelemetry's packages that a process has loaded after it has started to trace. */
async function loadedWith(endpoint: string | undefined): Promise<string[]> {
  const module = pathToFileURL(path.join(packageRoot, 'build', 'config', 'tracing.js')).href;
  const script = `
    import Module from 'node:module';
    import { startTracing } from ${JSON.stringify(module)};
    await startTracing('test', { OTEL_EXPORTER_OTLP_ENDPOINT: ${JSON.stringify(endpoint)} }, console);
    const files = Object.keys(Module._cache).map((file) => /@opentelemetry\\/([\\w-]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(files.filter(Boolean))].sort()));
    process.exit();
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  const parsed: unknown = JSON.parse(stdout);
  if (!Array.isArray(parsed)) throw new TypeError(stdout);
  return parsed.map(String);
}

describe('tracing', () => {
  test("loads OpenTelemetry's SDK only if there is an endpoint", async () => {
    expect(await loadedWith(undefined)).toEqual(['api']);
    const loaded = await loadedWith('http://127.0.0.1:9');
    expect(loaded).toContain('sdk-trace-node');
    expect(loaded).toContain('exporter-trace-otlp-http');
  });

  test('without an endpoint runs actions as they are, and names no trace', async () => {
    const end = await startTracing(
      'test',
      { OTEL_EXPORTER_OTLP_ENDPOINT: undefined },
      { warn: () => expect.fail('nothing can fail') },
    );
    expect(isTracing()).toBe(false);
    const parent = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    await expect(inSpan('a', { parent }, () => [hasActiveSpan(), activeTrace()])).resolves.toEqual([
      false,
      {},
    ]);
    const error = new Error('broken');
    await expect(inSpan('a', {}, () => Promise.reject(error))).rejects.toBe(error);
    await end();
  });
});

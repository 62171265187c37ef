import { expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { errorCodes, errorTable } from '../../../errors/table.js';
import { failed, requested } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

test('the adapter reports every error of the table as a problem with its status and code, without its cause', async () => {
  let error: unknown;
  const { ask, logged } = await runningAdapter({}, (store) =>
    faultyStore(store, () => (error instanceof Error ? error : undefined)),
  );
  for (const code of errorCodes) {
    error = new RenderError(code, 'what is wrong, and the fix', {
      cause: new Error('a secret at /tmp/x.js:7'),
      details: { limit: 7 },
    });
    const problem = await problemIn(await ask('/status/job'), code);
    expect(problem.details).toEqual({ limit: 7 });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(logged.some((line) => line.includes(code))).toBe(errorTable[code].status >= 500);
  }
  error = new TypeError('an unexpected error');
  expect(JSON.stringify(await problemIn(await ask('/status/job'), 'internal'))).not.toContain(
    'an unexpected error',
  );
  expect(logged.join('')).toContain('an unexpected error');
});

test('GET /status/{jobId} reports a failed job with the status and code of its error', async () => {
  const { ask, store } = await runningAdapter();
  for (const code of errorCodes.filter((each) => errorTable[each].outcome === 'failed')) {
    const jobId = code.replaceAll('_', '-');
    await createRequest(store, jobId, requested(jobId));
    await createOutcome(store, jobId, failed(jobId, code));
    for (const accept of ['*/*', 'video/mp4']) {
      const problem = await problemIn(await ask(`/status/${jobId}`, { headers: { accept } }), code);
      expect(problem).toMatchObject({ jobId, detail: 'what is wrong', details: { limit: 7 } });
    }
    expect(
      await (await ask(`/status/${jobId}`, { headers: { accept: 'application/json' } })).json(),
    ).toMatchObject({
      state: 'failed',
      error: { code, message: 'what is wrong', details: { limit: 7 } },
    });
  }
});

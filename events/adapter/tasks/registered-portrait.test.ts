import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import type { AdapterContext } from '../context.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { producers, traceparent } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { taskOutcome } from '../../contract/events.js';
import { recordTaskOutcome } from '../../status/task.js';
import { onError } from '../http/problem.js';
import { boxSchema, requestRegistration, type Box } from './registered-portrait.js';

const box = { x: 30, y: 40, width: 80, height: 90 };
const requestId = randomUUID();
const envelope = producers.function;

async function register(adapter: AdapterContext, given: Box | undefined, avatarId = 'alice') {
  const app = new Hono().post('/', async (context) =>
    context.json(await requestRegistration(context, adapter, { requestId, avatarId, box: given })),
  );
  app.onError((error) => onError(error, adapter.log));
  return app.request('/', { method: 'POST', headers: { traceparent } });
}

describe('requestRegistration', () => {
  test.each([[box], [undefined]])(
    'asks the function for the box %j and returns what it found',
    async (given) => {
      const opened = await openAdapter({}, async (event: CloudEvent<unknown>) => {
        expect(event.type).toBe('portrait.requested');
        const data = { requestId, avatarId: 'alice', width: 160, height: 200, box };
        await recordTaskOutcome(
          opened.adapter.store,
          requestId,
          taskOutcome('portrait.completed', data, envelope),
        );
      });
      const response = await register(opened.adapter, given);
      expect(await response.json()).toEqual({
        id: 'alice',
        imageUrl: '/avatars/alice.png',
        previewUrl: `/previews/${requestId}`,
        width: 160,
        height: 200,
        box,
      });
      expect(opened.sent[0]).toMatchObject({ source: '/avatar-service/adapter', traceparent });
      expect(opened.sent[0]?.data).toEqual({
        requestId,
        avatarId: 'alice',
        ...(given ? { box: given } : {}),
      });
    },
  );

  test('fails like the task', async () => {
    const opened = await openAdapter({}, async () => {
      const data = {
        requestId,
        avatarId: 'alice',
        code: 'faces_several' as const,
        message: 'Two faces were found.',
        details: { faces: 2 },
      };
      await recordTaskOutcome(
        opened.adapter.store,
        requestId,
        taskOutcome('portrait.failed', data, envelope),
      );
    });
    const problem = await problemIn(await register(opened.adapter, undefined), 'faces_several');
    expect(problem).toMatchObject({ detail: 'Two faces were found.', details: { faces: 2 } });
  });
});

describe('boxSchema', () => {
  test('accepts whole pixels', () => {
    expect(boxSchema.parse(box)).toEqual(box);
  });

  test.each([
    [{ ...box, x: -1 }],
    [{ ...box, width: 0 }],
    [{ ...box, y: 1.5 }],
    [{ x: 1, y: 2, width: 3 }],
    [{ ...box, height: '90' }],
  ])('rejects %j', (value) => {
    expect(boxSchema.safeParse(value).success).toBe(false);
  });
});

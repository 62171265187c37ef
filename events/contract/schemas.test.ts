import { expect, test } from 'vitest';
import { schemaErrors } from '../../test/fixtures/event-schemas.js';
import { completed, outcomes, progressed, requested } from '../../test/fixtures/events.js';
import { isOfType } from './events.js';

test('the committed schemas accept the events of the constructors', () => {
  for (const event of [requested('job'), progressed('job'), ...outcomes.map((make) => make('job'))]) {
    expect(schemaErrors(event)).toEqual([]);
  }
});

test('the committed schemas and the validators of the code report each missing field', () => {
  const whole = completed('job');
  const optional: string[] = [];
  for (const field of Object.keys(whole.data)) {
    const data = Object.fromEntries(Object.entries(whole.data).filter(([name]) => name !== field));
    const issues = schemaErrors({ type: whole.type, data });
    const taken = isOfType(whole.cloneWith({ data }, false), 'render.completed');
    expect([field, issues.length === 0]).toEqual([field, taken]);
    if (issues.length === 0) optional.push(field);
  }
  // Outcomes that earlier versions stored have no mark.
  expect(optional).toEqual(['mark']);
});

test.each([
  [{ frames: 0 }, ['render.completed/frames must be > 0']],
  [{ frames: 1.5 }, ['render.completed/frames must be integer']],
  [{ jobId: 'no spaces' }, ['render.completed/jobId must match pattern "^[a-z0-9-]{1,64}$"']],
  [{ more: 1 }, ['render.completed must NOT have additional properties']],
])('the committed schema of render.completed rejects %j', (wrong, issues) => {
  const { type, data } = completed('job');
  expect(schemaErrors({ type, data: { ...data, ...wrong } })).toEqual(issues);
});

test('schemaErrors reports an event type without a schema', () => {
  expect(schemaErrors({ type: 'render.begun', data: {} })).toEqual([
    'no schema is committed for render.begun',
  ]);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { taskRetentionMs } from '../../events/adapter/upkeep/task-retention.js';
import { listingName, listingPrefix } from '../../events/status/job-listing.js';
import { jobKeys } from '../../events/status/keys.js';
import { taskKeys } from '../../events/status/task.js';

const rulesSchema = z.object({
  Rules: z.array(
    z.strictObject({
      ID: z.string(),
      Status: z.literal('Enabled'),
      Filter: z.strictObject({ Prefix: z.string() }),
      Expiration: z.strictObject({ Days: z.int().positive() }).optional(),
      AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.int().positive() }).optional(),
    }),
  ),
});

const { Rules: rules } = rulesSchema.parse(
  JSON.parse(await readFile(path.join(packageRoot, 'deploy', 'bucket-lifecycle.json'), 'utf8')),
);

/** The number of days after which the bucket deletes an object; undefined if it keeps it. */
function daysOf(key: string): number | undefined {
  const days = rules.flatMap(({ Filter, Expiration }) =>
    Expiration && key.startsWith(Filter.Prefix) ? [Expiration.Days] : [],
  );
  return days.length === 0 ? undefined : Math.min(...days);
}

test('the bucket deletes the files of a job after 30 days, and unused uploads after two', () => {
  for (const key of [jobKeys.request('j'), jobKeys.lease('j'), jobKeys.progress('j'), jobKeys.outcome('j')]) {
    expect([key, daysOf(key)]).toEqual([key, 30]);
  }
  const listed = listingPrefix(undefined) + listingName('j', '2026-03-02T09:30:00.000Z');
  const others = [jobKeys.speech('j'), jobKeys.captions('j'), jobKeys.deleted('j'), listed];
  for (const key of [jobKeys.video('j'), jobKeys.poster('j'), ...others])
    expect([key, daysOf(key)]).toEqual([key, 30]);
  expect(daysOf(jobKeys.upload('j'))).toBe(2);
  expect(daysOf(jobKeys.streamFragment('j', 0))).toBe(1);
});

test('the bucket deletes the files of a task after a day, as the sweep does', () => {
  for (const make of Object.values(taskKeys)) {
    const key = make('0e7e4ff5-7f5e-4f8e-9f4e-0c2a8f4d9b11');
    expect([key, (daysOf(key) ?? 0) * 24 * 3600_000]).toEqual([key, taskRetentionMs]);
  }
});

test('the bucket keeps portraits, models, and pending entries', () => {
  for (const key of [
    'avatars/ida.png',
    'avatars/ida.json',
    'models/wav2lip.graphs/x',
    jobKeys.pending('j'),
  ]) {
    expect([key, daysOf(key)]).toEqual([key, undefined]);
  }
});

test('the bucket removes the parts of incomplete uploads under every key', () => {
  const aborting = rules.filter((rule) => rule.AbortIncompleteMultipartUpload);
  expect(aborting.map(({ Filter }) => Filter.Prefix)).toEqual(['']);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { createFunctionMetrics } from '../../function/metrics.js';
import { documentsOf } from '../fixtures/manifest-documents.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { jsonRender } from '../fixtures/render-request.js';

const folder = path.join(packageRoot, 'deploy', 'monitoring');
const read = (name: string) => readFile(path.join(folder, name), 'utf8');

/** promtool is part of Prometheus. Without it, its tests are skipped; `PROMTOOL_TESTS=required`, as in CI, is an error then. */
const promtool = await execa('promtool', ['--version'], { reject: false }).then(
  ({ exitCode }) => exitCode === 0,
  () => false,
);
if (!promtool && process.env['PROMTOOL_TESTS'] === 'required')
  throw new Error('promtool was not found, but PROMTOOL_TESTS=required.');

/** Name, type, and labels of the service's own metrics. */
const metricSchema = z.looseObject({
  name: z.string(),
  type: z.string(),
  labelNames: z.array(z.string()).default([]),
});
function metricsOf(registry: Registry): string[][] {
  return registry
    .getMetricsAsArray()
    .map((metric) => metricSchema.parse({ ...metric, type: kindOf(metric) }))
    .filter(({ name }) => name.startsWith('avatar_'))
    .map(({ name, type, labelNames }) => [name, type, labelNames.join(', ')])
    .sort();
}

function kindOf(metric: object): string {
  return metric.constructor.name.toLowerCase();
}

/** The rows of a section of docs/metrics.md. */
async function documented(section: string): Promise<string[][]> {
  const text = await readFile(path.join(packageRoot, 'docs', 'metrics.md'), 'utf8');
  const part = text.split(/^## /m).find((each) => each.startsWith(section)) ?? '';
  return [...part.matchAll(/^\| `(avatar_\w+)`\s*\| (\w+)\s*\| ([^|]*) \|/gm)]
    .map(([, name = '', type = '', labels = '']) => [name, type, labels.replace(/[`–]/g, '').trim()])
    .sort();
}

/** The names of metrics in PromQL, without the suffixes of histograms. */
function namesIn(text: string): Set<string> {
  const names = [...text.matchAll(/\bavatar_[a-z_]+/g)].map(([name]) => name);
  return new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
}

describe('docs/metrics.md', () => {
  test('describes every metric with its type and labels, and no other', async () => {
    const { adapter } = await runningAdapter();
    expect(await documented('Adapter')).toEqual(metricsOf(adapter.metrics.registry));
    expect(await documented('Function')).toEqual(metricsOf(createFunctionMetrics().registry));
  });
});

describe('deploy/monitoring', () => {
  test('alerts, dashboard, and documented queries use metrics that exist', async () => {
    const { adapter } = await runningAdapter();
    const known = new Set(
      [...metricsOf(adapter.metrics.registry), ...metricsOf(createFunctionMetrics().registry)].map(
        ([name]) => name,
      ),
    );
    const rules = z
      .object({ groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })) })
      .parse(parse(await read('alerts.yaml')));
    const alerts = rules.groups.flatMap((group) => group.rules).map(({ expr }) => expr);
    const docs = await readFile(path.join(packageRoot, 'docs', 'metrics.md'), 'utf8');
    const used = namesIn([...alerts, await read('dashboard.json'), docs].join('\n'));
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
    expect(alerts.length).toBeGreaterThanOrEqual(7);
  });

  test('the rules for the operator are those of alerts.yaml, and each has a test', async () => {
    const alerts: unknown = parse(await read('alerts.yaml'));
    const [rule] = await documentsOf('deploy/monitoring/prometheus-rule.yaml');
    expect(rule?.['spec']).toEqual(alerts);
    const names = [...(await read('alerts.yaml')).matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const tested = [...(await read('alerts.test.yaml')).matchAll(/^ {8}alertname: (\w+)\n {8}exp_alerts/gm)];
    expect(tested.map(([, name]) => name)).toEqual(names);
  });

  test.skipIf(!promtool)('each alert fires, and a healthy service raises none (promtool)', async () => {
    const { stdout } = await execa('promtool', ['test', 'rules', 'alerts.test.yaml'], { cwd: folder });
    expect(stdout).toContain('SUCCESS');
  });

  test.skipIf(!promtool)('promtool finds fault with no metric but those of prom-client', async () => {
    const { ask, adapter } = await runningAdapter({ OPEN_JOBS_MAX: '1' });
    for (let time = 0; time < 2; time++) await (await ask('/render', jsonRender())).text();
    await (await ask('/status/job?wait=0.1')).text();
    adapter.metrics.jobsResent.inc({ reason: 'sweep' });
    const own = createFunctionMetrics();
    own.stageSeconds.observe({ stage: 'wav2lip' }, 1);
    for (const text of [await (await ask('/metrics')).text(), await own.registry.metrics()]) {
      const { stdout, stderr } = await execa('promtool', ['check', 'metrics'], {
        input: text,
        reject: false,
      });
      const complaints = `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('avatar_'));
      expect(complaints).toEqual([]);
    }
  });
});

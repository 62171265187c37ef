import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { settingsSchema } from '../../config/settings-schema.js';

/* The part of the Compose specification that compose.yaml uses; every other field is rejected. */

const variables = z.record(z.string(), z.string());
const serviceSchema = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.literal('.'), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  user: z
    .string()
    .regex(/^\d+:\d+$/)
    .optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  environment: variables.default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_started', 'service_completed_successfully']) }),
    )
    .default({}),
  restart: z.literal('unless-stopped').optional(),
});
const composeSchema = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});

const read = (file: string) => readFile(path.join(packageRoot, file), 'utf8');

let compose: z.infer<typeof composeSchema>;
beforeAll(async () => {
  compose = composeSchema.parse(parse(await read('compose.yaml')));
});

/** A value as Compose sees it without a shell's variables: `${NAME:-default}`. */
const interpolated = (value: string) => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

function environmentOf(name: string): Record<string, string> {
  const entries = Object.entries(compose.services[name]?.environment ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, interpolated(value)]));
}

describe('compose.yaml', () => {
  test('has a service, a bucket, a speech server, and Prometheus', () => {
    expect(Object.keys(compose.services)).toEqual([
      'service',
      'create-bucket',
      'bucket',
      'speech',
      'prometheus',
    ]);
    for (const [name, { image, build }] of Object.entries(compose.services)) {
      expect([name, image === undefined, build?.target]).toEqual([
        name,
        name === 'service',
        name === 'service' ? 'cpu' : undefined,
      ]);
      // A tag of its own, so that an update is a decision.
      if (image !== undefined) expect(image).toMatch(/:v?\d+(?:\.\d+)+$/);
    }
  });

  test('refers to services, volumes, and files that exist, and publishes to this machine only', () => {
    for (const { depends_on: before, volumes, ports } of Object.values(compose.services)) {
      for (const name of Object.keys(before)) expect(compose.services).toHaveProperty(name);
      for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
        if (source.startsWith('./')) expect(existsSync(path.join(packageRoot, source)), source).toBe(true);
        else expect(compose.volumes).toHaveProperty(source);
      }
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  test('gives the service valid settings, the credentials of the bucket, and a folder that is its bucket', () => {
    const environment = environmentOf('service');
    const ours = Object.entries(environment).filter(
      ([key, value]) => !key.startsWith('AWS_') && value !== '',
    );
    expect(ours.filter(([key]) => !(key in settingsSchema.shape))).toEqual([]);
    const settings = settingsSchema.parse(Object.fromEntries(ours));
    expect(settings.STORE).toBe('s3://avatars');
    expect(settings.SPEECH_URL).toBe('http://speech:8880/v1');
    expect(compose.services['create-bucket']?.command).toEqual(['mkdir', '-p', '/data/avatars']);
    expect(compose.services['bucket']?.command).toEqual([
      '--region',
      environment['AWS_REGION'],
      'posix',
      '/data',
    ]);
    expect(environmentOf('bucket')).toEqual({
      ROOT_ACCESS_KEY: environment['AWS_ACCESS_KEY_ID'],
      ROOT_SECRET_KEY: environment['AWS_SECRET_ACCESS_KEY'],
    });
  });

  test('runs the service read-only, without capabilities, as a user that is not root', () => {
    expect(compose.services['service']).toMatchObject({
      user: '10001:10001',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    // What it writes is on a volume.
    expect(compose.services['service']?.volumes).toContain('data:/data');
  });

  test('lets Prometheus scrape the adapter and the function, with the alert rules', async () => {
    const scrapeSchema = z.strictObject({
      global: z.strictObject({ scrape_interval: z.string() }),
      rule_files: z.tuple([z.literal('alerts.yaml')]),
      scrape_configs: z.array(
        z.strictObject({
          job_name: z.string(),
          static_configs: z.tuple([z.strictObject({ targets: z.tuple([z.string()]) })]),
        }),
      ),
    });
    const { scrape_configs: jobs } = scrapeSchema.parse(parse(await read('deploy/compose/prometheus.yml')));
    const { PORT: port } = settingsSchema.parse({});
    expect(jobs.map(({ job_name: name, static_configs: [{ targets }] }) => [name, targets[0]])).toEqual([
      ['avatar-adapter', `service:${String(port)}`],
      ['avatar-function', `service:${environmentOf('service')['METRICS_PORT'] ?? ''}`],
    ]);
    expect(compose.services['prometheus']?.volumes).toContain(
      './deploy/monitoring/alerts.yaml:/etc/prometheus/alerts.yaml:ro',
    );
  });
});

import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { documentCommands } from '../fixtures/document-commands.js';

const quickStart = documentCommands().find(
  ({ document, script }) => document === 'docs/knative.md' && script.includes('$REGISTRY'),
);
const commands = (quickStart?.script ?? '').trim().split('\n');

test('the quick start has six commands, which bind before they deploy and end with a video', () => {
  expect(commands).toHaveLength(6);
  expect(spawnSync('bash', ['-n'], { input: commands.join('\n') }).status).toBe(0);
  const words = commands.join('\n');
  const order = [
    'deploy/namespace.yaml',
    '-l app.kubernetes.io/component=events',
    'condition=SinkProvided',
    '&& kubectl apply -n avatars -k .\n',
    'condition=Ready ksvc',
    'result.mp4',
  ].map((word) => words.indexOf(word));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('its second command names the images of the registry, and adds a bucket', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-quick-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(path.join(packageRoot, 'kustomization.yaml'), path.join(folder, 'kustomization.yaml'));
  const env = { PATH: process.env['PATH'] ?? '', REGISTRY: 'ghcr.io/someone' };
  expect(spawnSync('bash', ['-c', commands[1] ?? ''], { cwd: folder, env }).status).toBe(0);
  const changed: unknown = parse(await readFile(path.join(folder, 'kustomization.yaml'), 'utf8'));
  const image = (part: string) => ({
    name: `registry.example.com/avatar-service-${part}`,
    newName: `ghcr.io/someone/avatar-service-${part}`,
    newTag: '0.2.0',
  });
  expect(changed).toMatchObject({
    resources: ['knative.yaml'],
    images: [image('adapter'), image('function'), image('function-gpu')],
    components: ['deploy/kind'],
  });
});

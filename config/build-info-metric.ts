import { Gauge, type Registry } from 'prom-client';
import { packageInfo } from './package-info.js';

/** Adds `avatar_build_info`, whose value is always 1 and whose labels say which version runs. */
export function addBuildInfo(registry: Registry, service: 'adapter' | 'function'): void {
  new Gauge({
    name: 'avatar_build_info',
    help: 'The version that runs; always 1',
    labelNames: ['service', 'version', 'node'],
    registers: [registry],
  }).set({ service, version: packageInfo.version, node: process.versions.node }, 1);
}

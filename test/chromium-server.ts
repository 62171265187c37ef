import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { findChromium, launchOptions } from './fixtures/chromium.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The WebSocket URL of a Chromium for all page tests; empty without one. Other tests have none. */
    chromium: string | undefined;
  }
}

/** Starts one Chromium for all tests that need a browser. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    project.provide('chromium', '');
    return () => Promise.resolve();
  }
  const server = await chromium.launchServer(launchOptions(executablePath));
  project.provide('chromium', server.wsEndpoint());
  return () => server.close();
}

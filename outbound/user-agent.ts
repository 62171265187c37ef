import { createRequire } from 'node:module';

/** Name and version of this service; many hosts refuse requests without a `User-Agent`. */
export const userAgent = `avatar-service/${packageVersion()}`;

function packageVersion(): string {
  const document: unknown = createRequire(import.meta.url)('../../package.json');
  const isVersioned = typeof document === 'object' && document !== null && 'version' in document;
  return isVersioned ? String(document.version) : '0';
}

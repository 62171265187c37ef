import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { securityHeaders } from './security-headers.js';

const app = new Hono().use(securityHeaders()).get('*', (context) => context.text('something'));

/** The directives of a path's Content-Security-Policy. */
async function policyOf(path: string): Promise<Record<string, string>> {
  const { headers } = await app.request(path);
  const directives = (headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(
    directives.map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

const nothingElse = {
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

describe('securityHeaders', () => {
  test.each(['/', '/page/main.js'])('lets the page at %s load its own files only', async (path) => {
    expect(await policyOf(path)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'font-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self' blob:",
      'media-src': "'self' blob:",
      'require-trusted-types-for': "'script'",
      ...nothingElse,
    });
  });

  test.each(['/docs', '/docs/start.js'])('lets Swagger UI at %s set styles', async (path) => {
    expect(await policyOf(path)).toEqual({
      'default-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      ...nothingElse,
    });
  });

  test.each(['/status/job', '/avatars', '/pages', '/docsx', '/openapi.json'])(
    'lets the answer at %s run nothing',
    async (path) => {
      expect(await policyOf(path)).toEqual({
        'default-src': "'none'",
        'style-src': "'unsafe-inline'",
        'img-src': "'self'",
        'media-src': "'self'",
        ...nothingElse,
      });
    },
  );

  test('sets the other headers everywhere', async () => {
    for (const path of ['/', '/docs', '/status/job']) {
      const { headers } = await app.request(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(headers.get('permissions-policy')).toBe('microphone=(self), camera=(), geolocation=()');
      expect(headers.has('strict-transport-security')).toBe(false);
    }
  });
});

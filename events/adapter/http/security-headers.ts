import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const nothingElse = {
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/**
 * Scripts, styles, and fonts are files of this origin; pictures and videos may also be created in the
 * page.
 */
const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  requireTrustedTypesFor: ["'script'"],
  ...nothingElse,
};

/** Swagger UI sets styles from its script and draws icons from data URLs. */
const docsPolicy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  ...nothingElse,
};

/** A browser may show a picture or video directly; a response never runs anything. */
const answerPolicy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'unsafe-inline'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  ...nothingElse,
};

/** Headers that restrict what a browser may do with a response. */
export function securityHeaders(): MiddlewareHandler {
  const page = headersWith(pagePolicy);
  const docs = headersWith(docsPolicy);
  const answer = headersWith(answerPolicy);
  return (context, next) => {
    const { path } = context.req;
    if (path === '/' || path.startsWith('/page/')) return page(context, next);
    if (path === '/docs' || path.startsWith('/docs/')) return docs(context, next);
    return answer(context, next);
  };
}

function headersWith(contentSecurityPolicy: Readonly<Record<string, string[]>>): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy,
    crossOriginResourcePolicy: 'cross-origin',
    strictTransportSecurity: false,
    permissionsPolicy: { microphone: ['self'], camera: [], geolocation: [] },
  });
}

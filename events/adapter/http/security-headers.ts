import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const nothingElse = {
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Scripts, styles and fonts are files of this origin; pictures and videos may be made in the page. */
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

/** Swagger UI sets styles from its script, and draws icons from data. */
const docsPolicy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  ...nothingElse,
};

/** A browser that opens a picture or a video by its address shows it; an answer runs nothing. */
const answerPolicy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'unsafe-inline'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  ...nothingElse,
};

/** Headers that keep a browser from doing more with an answer than it is for. */
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

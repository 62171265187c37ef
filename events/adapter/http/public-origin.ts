import type { Context } from 'hono';

/**
 * The origin under which a client has asked: `https://avatars.example.com`. Behind trusted proxies, it is the one
 * that they report (`X-Forwarded-Proto`, `X-Forwarded-Host`).
 */
export function publicOrigin({ req }: Context, trustedProxies: number): string {
  const { origin, protocol, host } = new URL(req.url);
  if (trustedProxies === 0) return origin;
  const scheme = firstOf(req.header('x-forwarded-proto')) ?? protocol.slice(0, -1);
  const reported = `${scheme}://${firstOf(req.header('x-forwarded-host')) ?? host}`;
  if (!/^https?:\/\/[\w.:[\]-]+$/.test(reported) || !URL.canParse(reported)) return origin;
  return new URL(reported).origin;
}

/** The entry of the proxy that is nearest to the client. */
function firstOf(list: string | undefined): string | undefined {
  const first = list?.split(',')[0]?.trim();
  return first === '' ? undefined : first;
}

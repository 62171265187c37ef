import { once } from 'node:events';
import { createServer } from 'node:net';

/** Finds a free port on this machine. @param preferred is returned if it is free */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer().listen(preferred, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree && preferred !== 0) return freePort();
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'object' && address !== null) return address.port;
  throw new RangeError('no port is free');
}

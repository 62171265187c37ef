import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import { outcomeTypes } from '../contract/event-data.js';
import { createApp } from '../adapter/app.js';
import { openAdapterContext } from '../adapter/context.js';
import { serveApp } from '../adapter/http/serve-app.js';
import { logListening } from '../adapter/start-line.js';
import { sweep } from '../adapter/upkeep/sweep.js';
import { brokerIngress } from './ingress.js';
import { LocalBroker } from './local-broker.js';
import { freePort } from './free-port.js';
import { FunctionProcess } from './function-process.js';

/** The whole service, running on this machine. */
export interface LocalService {
  readonly url: string;
  /** Where events are accepted, as by a Broker. */
  readonly eventsUrl: string;
  readonly functionProcess: FunctionProcess;
  close(): Promise<void>;
}

const sweepIntervalMs = 15_000;
const loopback = '127.0.0.1';

/**
 * Starts the service on one machine: the public adapter, the adapter's internal routes, a small
 * broker, and the function as a child process that is reached over HTTP, as in a cluster.
 * @param environment additions to the function's environment
 */
export async function startLocalService(
  settings: Settings,
  environment: Readonly<Record<string, string>>,
  log: Logger,
): Promise<LocalService> {
  // The broker's ingress and the internal routes need each other's address; the ingress's port is
  // chosen first.
  const { PORT, EVENTS_PORT = PORT > 0 && PORT < 65_535 ? PORT + 1 : 0 } = settings;
  const ingressPort = await freePort(EVENTS_PORT);
  const brokerUrl = `http://${loopback}:${String(ingressPort)}/`;
  const wired: Settings = { ...settings, K_SINK: brokerUrl };
  const adapter = await openAdapterContext(wired, log);
  // This server starts first: another process may have the port, and then nothing has to be stopped.
  // Jobs that arrive before the ingress is open stay pending and are sent below.
  const publicServer = await serveApp(
    createApp({ ...adapter, settings: { ...wired, SERVICE_ROLE: 'public' } }),
    settings.PORT,
    settings.HOST,
    settings.BASE_PATH,
  );
  const eventsUrl = `http://localhost:${String(ingressPort)}`;
  logListening({ port: publicServer.port, eventsUrl }, settings, adapter.store, log);
  const internal = await serveApp(
    createApp({ ...adapter, settings: { ...wired, SERVICE_ROLE: 'internal' } }),
    0,
    loopback,
  );
  const functionProcess = new FunctionProcess(
    await freePort(),
    { K_SINK: brokerUrl, ...(settings.HOST === undefined ? {} : { HOST: settings.HOST }), ...environment },
    log,
  );
  const broker = new LocalBroker(
    [
      {
        name: 'render',
        types: ['render.requested'],
        subscriber: functionProcess.url,
        parallelism: settings.RENDER_PARALLELISM,
        retry: 10,
        backoffMs: 200,
        timeoutMs: (settings.RENDER_DEADLINE_SECONDS + 60) * 1000,
        deadLetterSink: new URL(`http://${loopback}:${String(internal.port)}/events/dead-letter`),
        ready: functionProcess.ready,
      },
      {
        name: 'webhooks',
        types: outcomeTypes,
        subscriber: new URL(`http://${loopback}:${String(internal.port)}/events/outcome`),
        // A webhook is a socket that waits; the internal routes limit how many one receiver gets.
        parallelism: 64,
        retry: 10,
        backoffMs: 500,
        timeoutMs: 30_000,
      },
      {
        // Clients wait for these tasks, and a render may be long, so tasks have a
        // separate trigger.
        name: 'tasks',
        types: ['portrait.requested', 'preview.requested', 'speech.requested'],
        subscriber: functionProcess.url,
        parallelism: 2,
        retry: 2,
        backoffMs: 200,
        timeoutMs: settings.TASK_TIMEOUT_SECONDS * 1000,
        ready: functionProcess.ready,
      },
    ],
    log,
  );
  const ingress = await serveApp(brokerIngress(broker), ingressPort, loopback);
  const stop = new AbortController();
  const sweepNow = (resendAfterSeconds?: number) => {
    sweep(adapter, stop.signal, resendAfterSeconds).catch((error: unknown) => {
      if (!stop.signal.aborted) log.error({ event: 'sweep.failed', err: error }, 'The sweep failed');
    });
  };
  const timer = setInterval(() => sweepNow(), sweepIntervalMs);
  // Jobs that an earlier service left pending are in no queue any more.
  sweepNow(0);

  return {
    url: `http://localhost:${String(publicServer.port)}`,
    eventsUrl,
    functionProcess,
    async close() {
      clearInterval(timer);
      stop.abort();
      await publicServer.close();
      await broker.close();
      await functionProcess.close();
      await ingress.close();
      await internal.close();
    },
  };
}

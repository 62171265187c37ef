import type { Context } from 'hono';
import { activeTrace } from '../../../config/tracing.js';
import { readTrace, type Lineage } from '../../contract/lineage.js';
import { clientId } from './client-identity.js';

/**
 * What the events that an HTTP request causes pass on: its trace, and whether the caller had a key. Which
 * key it was stays here.
 */
export function requestLineage(context: Context): Lineage {
  return {
    ...readTrace(context.req.header('traceparent'), context.req.header('tracestate')),
    ...activeTrace(),
    authtype: clientId(context) === '' ? 'unauthenticated' : 'api_key',
  };
}

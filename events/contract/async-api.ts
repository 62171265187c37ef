import { z } from 'zod';
import { eventData, eventPurposes, isEventType, type EventType } from './event-data.js';
import { eventHeaders } from './event-headers.js';

const channel = '#/channels/broker';

/**
 * Describes the events of the function, from its point of view: what it receives, sends, and replies.
 * The adapter and other senders do the opposite.
 * @returns an AsyncAPI 3.0 document; schemas are JSON Schema draft 7, which AsyncAPI's own are based on
 */
export function asyncApiDocument(): object {
  const types = Object.keys(eventData).filter(isEventType);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Avatar Service: events',
      version: '1',
      description:
        'A portrait and a voice become a video. All events are CloudEvents 1.0 over HTTP, in binary mode here; structured mode is accepted as well.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      broker: {
        host: 'broker-ingress.knative-eventing.svc.cluster.local',
        pathname: '/{namespace}/avatar',
        protocol: 'http',
        description: 'The ingress of the Knative Broker',
        variables: { namespace: { default: 'avatars', description: 'Namespace of the Broker' } },
      },
    },
    channels: {
      broker: {
        address: '/',
        title: 'Broker',
        description: 'Triggers deliver the events that they filter by type. At least once, in any order.',
        servers: [{ $ref: '#/servers/broker' }],
        messages: Object.fromEntries(
          types.map((type) => [type, { $ref: `#/components/messages/${type}` }] as const),
        ),
      },
    },
    operations: {
      render: received('render.requested', ['render.completed', 'render.failed', 'render.cancelled']),
      reportProgress: {
        action: 'send',
        summary: eventPurposes['render.progressed'],
        channel: { $ref: channel },
        messages: messages(['render.progressed']),
      },
      registerPortrait: received('portrait.requested', ['portrait.completed', 'portrait.failed']),
      renderPreview: received('preview.requested', ['preview.completed', 'preview.failed']),
      speakText: received('speech.requested', ['speech.completed', 'speech.failed']),
    },
    components: {
      messages: Object.fromEntries(types.map((type) => [type, message(type)] as const)),
    },
  };
}

function received(type: EventType, replies: readonly EventType[]) {
  return {
    action: 'receive',
    summary: eventPurposes[type],
    channel: { $ref: channel },
    messages: messages([type]),
    reply: { channel: { $ref: channel }, messages: messages(replies) },
  };
}

function messages(types: readonly EventType[]) {
  return types.map((type) => ({ $ref: `${channel}/messages/${type}` }));
}

function message(type: EventType) {
  return {
    name: type,
    title: type,
    summary: eventPurposes[type],
    contentType: 'application/json',
    correlationId: { location: '$message.header#/ce-correlationid' },
    headers: schemaOf(eventHeaders(type)),
    payload: schemaOf(eventData[type]),
  };
}

/** AsyncAPI names the dialect by the version of the document, not in each schema. */
function schemaOf(schema: z.ZodType): object {
  const entries = Object.entries(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }));
  return Object.fromEntries(entries.filter(([name]) => name !== '$schema'));
}

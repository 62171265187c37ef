import type { CloudEvent } from 'cloudevents';
import type { RenderError } from '../../errors/render-error.js';
import {
  isOfType,
  taskOutcome,
  type Envelope,
  type ServiceEvent,
  type TaskOutcome,
} from '../../events/contract/events.js';

/** A request for a short task. */
export type TaskEvent =
  | ServiceEvent<'portrait.requested'>
  | ServiceEvent<'preview.requested'>
  | ServiceEvent<'speech.requested'>;

export function isTask(event: CloudEvent<unknown>): event is TaskEvent {
  return (
    isOfType(event, 'portrait.requested') ||
    isOfType(event, 'preview.requested') ||
    isOfType(event, 'speech.requested')
  );
}

/** The outcome of a task that has failed. */
export function taskFailure(
  event: TaskEvent,
  { code, message, details }: RenderError,
  envelope: Envelope,
): TaskOutcome {
  const problem = { requestId: event.data.requestId, code, message, details };
  if (!('avatarId' in event.data)) return taskOutcome('speech.failed', problem, envelope);
  const data = { ...problem, avatarId: event.data.avatarId };
  return event.type === 'portrait.requested'
    ? taskOutcome('portrait.failed', data, envelope)
    : taskOutcome('preview.failed', data, envelope);
}

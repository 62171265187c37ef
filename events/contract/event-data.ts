import type { z } from 'zod';
import {
  renderCancelledData,
  renderCompletedData,
  renderFailedData,
  renderProgressedData,
  renderRequestedData,
} from './render-data.js';
import {
  portraitCompletedData,
  portraitRequestedData,
  previewCompletedData,
  previewRequestedData,
  speechCompletedData,
  speechFailedData,
  speechRequestedData,
  taskFailedData,
} from './task-data.js';

/** The events of the service, by CloudEvents type. */
export const eventData = {
  'render.requested': renderRequestedData,
  'render.progressed': renderProgressedData,
  'render.completed': renderCompletedData,
  'render.failed': renderFailedData,
  'render.cancelled': renderCancelledData,
  'portrait.requested': portraitRequestedData,
  'portrait.completed': portraitCompletedData,
  'portrait.failed': taskFailedData,
  'preview.requested': previewRequestedData,
  'preview.completed': previewCompletedData,
  'preview.failed': taskFailedData,
  'speech.requested': speechRequestedData,
  'speech.completed': speechCompletedData,
  'speech.failed': speechFailedData,
} as const;

export type EventType = keyof typeof eventData;

/** Whether a text is the type of one of the events. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventData, text);
}

/** What each event means, for generated documents. */
export const eventPurposes: Readonly<Record<EventType, string>> = {
  'render.requested': 'A video is requested: a portrait speaks with the given voice.',
  'render.progressed': 'Progress of a render, at most once a second, and once when a stream has started.',
  'render.completed': 'The video is in the store.',
  'render.failed': 'The job has ended without a video, and a retry would not help.',
  'render.cancelled': 'A client has canceled the job.',
  'portrait.requested': 'An uploaded picture is to be added to the catalogue.',
  'portrait.completed': 'The portrait is in the catalogue.',
  'portrait.failed': 'The portrait was not added, and a retry would not help.',
  'preview.requested': 'A single frame is to be rendered.',
  'preview.completed': 'The frame is in the store.',
  'preview.failed': 'The frame was not rendered, and a retry would not help.',
  'speech.requested': 'A text is to be spoken, for listening before a render.',
  'speech.completed': 'The speech is in the store.',
  'speech.failed': 'The text was not spoken, and a retry would not help.',
};
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;

/** The three ways in which a job ends. */
export const outcomeTypes = ['render.completed', 'render.failed', 'render.cancelled'] as const;
export type OutcomeType = (typeof outcomeTypes)[number];

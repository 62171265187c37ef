import type { Writable } from 'node:stream';
import type { RenderProgress } from '../function/render/render-progress.js';
import type { PortraitInput } from './portrait-input.js';
import type { VideoOptions } from './render-options.js';
import type { VoiceInput } from './voice-input.js';

/** What the portrait says: a recording, or a text that is spoken. */
export type SpokenInput =
  | { readonly voice: VoiceInput; readonly text?: undefined }
  | { readonly text: string; readonly voice?: undefined };

/** Where the video goes: a new file or one that it replaces, or a stream, which is ended. */
type VideoTarget =
  | { readonly out: string; readonly stream?: undefined }
  | { readonly stream: Writable; readonly out?: undefined };

/** A video to render. */
export type VideoRequest = VideoOptions &
  SpokenInput &
  VideoTarget & {
    readonly portrait: PortraitInput;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: RenderProgress) => void) | undefined;
  };

/*
 * What `import … from 'avatar-service'` offers; docs/library.md describes it.
 */

export { createRenderer, type VideoRenderer } from './create-renderer.js';
export { renderVideo } from './render-video.js';
export type { VideoRequest } from './prepare-video.js';
export type { RenderedVideo } from './render-prepared.js';
export type { RendererOptions } from './renderer-settings.js';
export type { FoundFaces } from './find-faces.js';
export type { PortraitInput } from './portrait-input.js';
export type { VoiceInput } from './voice-input.js';
export type { VideoOptions } from './render-options.js';
export type { RenderProgress, RenderStage } from '../function/render/render.js';
export { RenderError, type ErrorDetails } from '../errors/render-error.js';
export type { ErrorCode } from '../errors/table.js';

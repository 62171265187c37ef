/*
 * What `import … from 'avatar-service'` offers; docs/library.md describes it.
 */

export { createRenderer, type VideoRenderer } from './create-renderer.js';
export { renderVideo } from './render-video.js';
export type { VideoRequest } from './video-request.js';
export type { RenderedVideo } from './rendered-video.js';
export type { RendererOptions } from './renderer-settings.js';
export type { FoundFaces } from './find-faces.js';
export type { PortraitInput } from './portrait-input.js';
export type { VoiceInput } from './voice-input.js';
export type { VideoOptions } from './render-options.js';
export type { RenderProgress, RenderStage } from '../function/render/render-progress.js';
export { RenderError, type ErrorDetails } from '../errors/render-error.js';
export type { ErrorCode } from '../errors/table.js';

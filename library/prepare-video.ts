import type { Settings } from '../config/settings.js';
import { checkText } from '../domain/check-text.js';
import { RenderError } from '../errors/render-error.js';
import type { Avatar } from '../function/render/portrait/avatar.js';
import { loadAvatar, portraitFile } from './portrait-input.js';
import { outputFormat } from './output-format.js';
import { checkVideoOptions } from './render-options.js';
import { checkTarget } from './video-target.js';
import type { VideoRequest } from './video-request.js';
import { voiceFile } from './voice-input.js';

/** How fields of the request are called in messages. */
interface FieldNames {
  readonly out: string;
  readonly voice: string;
}

/** A request whose options, target, and portrait are known to be usable. */
export interface PreparedVideo {
  readonly request: VideoRequest;
  readonly options: ReturnType<typeof checkVideoOptions>;
  readonly avatar: Avatar;
  /** The files that the video is made of. */
  readonly inputs: readonly string[];
  readonly names: FieldNames;
  readonly signal: AbortSignal;
}

/**
 * Checks a request and loads its portrait: everything that can fail before a model is loaded.
 * @throws RenderError `request_invalid`, `text_*`, `portrait_*`, `avatar_not_found`, `face_box_invalid`; the reason
 *   of the signal
 */
export async function prepareVideo(
  request: VideoRequest,
  settings: Settings,
  names: FieldNames = { out: 'out', voice: 'voice' },
): Promise<PreparedVideo> {
  const { signal = new AbortController().signal } = request;
  signal.throwIfAborted();
  checkChoices(request);
  const format = outputFormat(request.out, names.out, request.format);
  const options = checkVideoOptions({ ...request, format });
  if (request.text !== undefined) checkText(request.text, settings);
  const inputs = inputFiles(request, names);
  if (request.out !== undefined) await checkTarget(request.out, names.out, inputs);
  const avatar = await loadAvatar(request.portrait, options.face, settings, signal);
  return { request, options, avatar, inputs, names, signal };
}

/** For callers without types. @throws RenderError `request_invalid` */
function checkChoices({ portrait, voice, text, out, stream }: Readonly<Partial<VideoRequest>>): void {
  if (portrait === undefined) throw invalid('Give the portrait: a name, a path, a URL, or bytes.');
  if ((voice === undefined) === (text === undefined)) throw invalid('Give exactly one of voice and text.');
  if ((out === undefined) === (stream === undefined)) throw invalid('Give exactly one of out and stream.');
}

/** The files that a video is made of. */
function inputFiles({ portrait, voice }: VideoRequest, names: FieldNames): string[] {
  const files = [portraitFile(portrait), voice === undefined ? undefined : voiceFile(voice, names.voice)];
  return files.filter((file) => file !== undefined);
}

function invalid(message: string): RenderError {
  return new RenderError('request_invalid', message);
}

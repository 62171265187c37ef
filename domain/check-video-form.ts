import { RenderError } from '../errors/render-error.js';
import type { VideoForm } from './video-form.js';

/** The form of a video, and whether it is streamed. */
type CheckedForm = VideoForm & { readonly stream?: boolean | undefined };

/**
 * Says why no video can have a form, whatever its portrait: what contradicts itself, and what this version
 * does not write.
 * @returns undefined if videos can have it
 */
export function videoFormIssue(form: CheckedForm): string | undefined {
  const { format = 'mp4', background, transparent, matte, aspect, crop, stream } = form;
  if (aspect !== undefined && crop !== undefined) return 'Give either `aspect` or `crop`, not both.';
  if (format === 'mp4' && background === 'transparent' && transparent === undefined) {
    return 'An MP4 has no transparency. Set `transparent` to stacked, `format` to webm or mov, or choose another `background`.';
  }
  if (transparent !== undefined && (format !== 'mp4' || background !== 'transparent'))
    return '`transparent` is for an MP4 whose `background` is transparent.';
  if (background === 'blur' && aspect === undefined)
    return '`background`: blur fills the space beside the picture. Set `aspect` as well.';
  if (format !== 'mp4' && stream === true)
    return `\`format\`: ${format} cannot be streamed. Use mp4, with \`transparent\`: stacked for a video with alpha, or leave out \`stream\`.`;
  if (matte === true) return '`matte` is not supported by this version. Leave it out.';
  return undefined;
}

/**
 * Checks the form of a video before anything is loaded.
 * @throws RenderError `request_invalid`
 */
export function checkVideoForm(form: CheckedForm): void {
  const issue = videoFormIssue(form);
  if (issue !== undefined) throw new RenderError('request_invalid', issue);
}

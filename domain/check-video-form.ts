import { RenderError } from '../errors/render-error.js';
import { defaultVideoFormat } from './video-format.js';
import type { PictureShape, VideoForm } from './video-form.js';

/** The form of a video, and whether it is streamed. */
type CheckedForm = VideoForm & { readonly stream?: boolean | undefined };

/** Says why no picture can have a shape. @returns undefined if pictures can have it */
function pictureShapeIssue({ background, matte, aspect, crop }: PictureShape): string | undefined {
  if (aspect !== undefined && crop !== undefined) return 'Give either `aspect` or `crop`, not both.';
  if (background === 'blur' && aspect === undefined)
    return '`background`: blur fills the space beside the picture. Set `aspect` as well.';
  if (matte === true && (background === undefined || background === 'blur'))
    return '`matte` is for a `background` that is transparent or a color.';
  return undefined;
}

/**
 * Says why no video can have a form, whatever its portrait.
 * @returns undefined if videos can have it
 */
export function videoFormIssue(form: CheckedForm): string | undefined {
  const { format = defaultVideoFormat, background, transparent, stream } = form;
  if (format === 'mp4' && background === 'transparent' && transparent === undefined) {
    return 'An MP4 has no transparency. Set `transparent` to stacked, `format` to webm or mov, or choose another `background`.';
  }
  if (transparent !== undefined && (format !== 'mp4' || background !== 'transparent'))
    return '`transparent` is for an MP4 whose `background` is transparent.';
  if (format !== 'mp4' && stream === true)
    return `\`format\`: ${format} cannot be streamed. Use mp4, with \`transparent\`: stacked for a video with alpha, or leave out \`stream\`.`;
  return pictureShapeIssue(form);
}

/**
 * Checks the shape of a picture before anything is loaded.
 * @throws RenderError `request_invalid`
 */
export function checkPictureShape(shape: PictureShape): void {
  const issue = pictureShapeIssue(shape);
  if (issue !== undefined) throw new RenderError('request_invalid', issue);
}

/**
 * Checks the form of a video before anything is loaded.
 * @throws RenderError `request_invalid`
 */
export function checkVideoForm(form: CheckedForm): void {
  const issue = videoFormIssue(form);
  if (issue !== undefined) throw new RenderError('request_invalid', issue);
}

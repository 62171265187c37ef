import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { motionStrengths } from '../domain/motion-presets.js';
import { checkText } from '../domain/check-text.js';
import { textWarningTexts } from '../domain/text-warnings.js';
import { readSettings, type Settings } from '../config/settings.js';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { toAvatar, type Avatar } from '../function/render/portrait/avatar.js';
import type { Rectangle } from '../function/render/picture/geometry.js';
import { faceInBox } from '../function/render/face/find-face.js';
import { decodePicture } from '../function/render/picture/decode-picture.js';
import { pictureLimits } from '../function/render/portrait/load-portrait.js';
import { render } from '../function/render/render.js';
import { replaceFile } from '../storage/files/replace-file.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import { loadRenderer } from '../function/render/load-renderer.js';
import { synthesize, type SpeechTools } from '../function/render/speech/synthesize.js';
import type { VoiceSource } from '../function/render/voice/voice.js';
import { fetchModelFolder } from '../storage/catalogue/bucket-models.js';
import { readPortrait } from '../storage/catalogue/catalogue.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { avatarIdPattern } from '../domain/avatar-id.js';
import { faceOption, motionOption, readOptions } from './options.js';
import { readPictureFile } from './picture-file.js';
import { showProgress } from './progress-bar.js';
import { checkWritable, unwritableError } from './writable-place.js';

const optionsSchema = z.object({
  avatar: z.string().min(1),
  voice: z.string().min(1).optional(),
  text: z.string().optional(),
  speechVoice: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
  speed: z.coerce.number().min(0.5).max(2).optional(),
  out: z.string().min(1),
  face: faceOption.optional(),
  fps: z.coerce.number().min(1).max(60).optional(),
  mouthStrength: z.coerce.number().min(0).max(2).optional(),
  motion: motionOption.optional(),
  seed: z.string().min(1).max(128).optional(),
});

/** `avatar render`: renders one video, and prints its properties. */
export async function renderCommand(given: unknown, signal: AbortSignal): Promise<void> {
  const options = readOptions(optionsSchema, given);
  const settings = readSettings();
  if ((options.voice === undefined) === (options.text === undefined))
    throw new RenderError('request_invalid', 'Give exactly one of --voice and --text.');
  if (options.text !== undefined) checkText(options.text, settings);
  await checkTarget(options.out);
  const avatar = await resolveAvatar(options.avatar, options.face, settings);
  const renderer = await loadRenderer(settings, () => fetchModelFolder(settings, signal), signal);
  const progress = showProgress(process.stderr);
  try {
    await withScratchDir(async (scratch) => {
      const job = {
        avatar,
        voice:
          options.text === undefined
            ? voiceSource(options.voice ?? '')
            : spoken(options.text, options, renderer),
        fps: options.fps ?? settings.VIDEO_FPS,
        mouthStrength: options.mouthStrength,
        motion: motionStrengths(options.motion, settings.MOTION),
        seed: options.seed ?? avatar.id,
      };
      const result = await render(job, renderer, { scratch, report: progress.report, signal });
      await putInPlace(result.file, options.out);
      progress.end();
      process.stdout.write(
        `${options.out}: ${String(result.frames)} frames, ${result.durationSeconds.toFixed(2)} s, ` +
          `${String(result.width)} × ${String(result.height)}, in ${result.seconds.total.toFixed(1)} s ` +
          `(${(result.frames / result.seconds.total).toFixed(0)} frames/s, ${renderer.model.manifest.source.file})\n`,
      );
    });
  } finally {
    progress.end();
    await Promise.all([renderer.engine.close(), renderer.networks.close()]);
  }
}

/** A portrait from the catalogue, or a picture file. */
export async function resolveAvatar(
  name: string,
  box: Rectangle | undefined,
  settings: Settings,
): Promise<Avatar> {
  const avatar = avatarIdPattern.test(name)
    ? toAvatar(await readPortrait(await openCatalogue(settings, undefined), name))
    : { id: path.basename(name), bytes: await readPictureFile(name) };
  if (!box) return avatar;
  return { ...avatar, face: faceInBox(await decodePicture(avatar.bytes, pictureLimits(settings)), box) };
}

function spoken(
  text: string,
  { speechVoice, language, speed }: z.infer<typeof optionsSchema>,
  tools: SpeechTools,
): VoiceSource {
  const request = { text, voice: speechVoice, language, speed };
  return {
    async speak(file, signal) {
      const { warnings } = await synthesize(request, tools, file, signal);
      for (const code of warnings) process.stderr.write(`${code}: ${textWarningTexts[code]}\n`);
    },
  };
}

function voiceSource(text: string): VoiceSource {
  if (!/^https?:/i.test(text)) return { file: text };
  if (URL.canParse(text)) return { url: new URL(text) };
  throw new RenderError('request_invalid', `--voice: ${text} is not a URL. Give an http(s) URL or a file.`);
}

/** Fails before minutes are spent on a video that cannot be saved. */
async function checkTarget(out: string): Promise<void> {
  const stats = await stat(out).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unwritableError(out, '--out', error);
  });
  const isFile = stats ? stats.isFile() : !out.endsWith('/') && !out.endsWith(path.sep);
  if (!isFile)
    throw new RenderError('request_invalid', `--out: ${out} is not a file. Name a file for the MP4.`);
  await checkWritable(path.dirname(out), '--out');
}

/** Moves the finished video; the target appears completely or not at all, also across file systems. */
async function putInPlace(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(to)), { recursive: true });
  await replaceFile(to, (unfinished) => copyFile(from, unfinished));
}

import { fileKind } from '../files/file-kind.js';
import { soundSeconds } from '../files/sound-length.js';
import { limitsOf } from '../service/limits.js';
import { PageProblem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { duration, size } from '../view/format.js';

/**
 * Checks a file before it is uploaded: its content, size, and length.
 * @throws PageProblem that says why it cannot be a voice
 */
export async function checkRecording(service: Service, file: File): Promise<void> {
  const { files } = texts;
  if (file.size === 0) throw new PageProblem('voice_unreadable', files.empty(file.name));
  const kind = await fileKind(file);
  if (kind?.kind === 'picture') throw new PageProblem('media_type_unsupported', files.isPicture(file.name));
  if (kind?.kind === 'other')
    throw new PageProblem('media_type_unsupported', files.noSound(file.name, kind.format));
  const { maxBytes, minSeconds, maxSeconds } = (await limitsOf(service)).voice;
  if (file.size > maxBytes)
    throw new PageProblem('body_too_large', files.tooLarge(file.name, size(file.size), size(maxBytes)));
  const seconds = await soundSeconds(file);
  // What neither its first bytes nor the browser know, the service does not know either.
  if (seconds === undefined && !kind)
    throw new PageProblem('media_type_unsupported', files.unknown(file.name));
  if (seconds !== undefined && seconds > maxSeconds)
    throw new PageProblem(
      'voice_too_long',
      files.tooLong(file.name, duration(seconds), duration(maxSeconds)),
    );
  if (seconds !== undefined && seconds < minSeconds)
    throw new PageProblem('voice_too_short', files.tooShort(file.name));
}

import type { RenderOptions } from '../service/render-options.js';

/** A request as a program would make it. */
export interface ShownRequest extends RenderOptions {
  readonly avatarId: string;
  readonly voice: {
    readonly kind: 'sample' | 'text' | 'file' | 'link' | 'microphone';
    /** The text itself, if it is one. */
    readonly name: string;
    /** The id of the voice that speaks a text; empty for the default. */
    readonly speaker?: string;
  };
}

const mediaTypes: Readonly<Record<string, string>> & { mp4: string } = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
};

/**
 * The request as a shell command, which waits for the video and saves only that.
 * @param hasKey whether the service requires a key, which is never shown
 */
export function curlLine(
  { avatarId, voice, ...options }: ShownRequest,
  origin: string,
  hasKey: boolean,
): string {
  const { format = 'mp4' } = options;
  const parts = [
    `curl --fail ${quoted(`${origin}/render?wait=120`)}`,
    `-H 'Accept: ${mediaTypes[format] ?? mediaTypes.mp4}'`,
    ...(hasKey ? ['-H "Authorization: Bearer $API_KEY"'] : []),
    ...(voice.kind === 'link' || voice.kind === 'text'
      ? [
          "-H 'Content-Type: application/json'",
          `-d ${quoted(JSON.stringify({ avatarId, ...jsonVoice(voice), ...options }))}`,
        ]
      : [
          `-F ${word(`avatarId=${avatarId}`)}`,
          ...Object.entries(options).map(([name, value]) => `-F ${word(`${name}=${String(value)}`)}`),
          `-F ${quoted(`voice=@"${voice.name.replaceAll(/["\\]/g, '\\$&')}"`)}`,
        ]),
    `-o ${word(`${avatarId}.${format}`)}`,
  ];
  const fetched = voice.kind === 'sample' ? `curl -O ${quoted(`${origin}/voices/${voice.name}`)}\n` : '';
  return fetched + parts.join(' \\\n  ');
}

function jsonVoice({ kind, name, speaker = '' }: ShownRequest['voice']): Record<string, string> {
  return kind === 'link' ? { voiceUrl: name } : { text: name, ...(speaker === '' ? {} : { voice: speaker }) };
}

/** The text as one word of a POSIX shell, quoted only if necessary. */
function word(text: string): string {
  return /^[\w=.-]+$/.test(text) ? text : quoted(text);
}

/** The text as one quoted word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

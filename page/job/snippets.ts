/** A request as a program would make it. */
export interface ShownRequest {
  readonly avatarId: string;
  /** Absent if it is the default. */
  readonly mouthStrength?: number;
  readonly motion?: string;
  readonly voice: {
    readonly kind: 'sample' | 'text' | 'file' | 'link' | 'microphone';
    /** The text itself, if it is one. */
    readonly name: string;
    /** The id of the voice that speaks a text; empty for the default. */
    readonly speaker?: string;
  };
}

/**
 * The request as a shell command, which waits for the video and saves only that.
 * @param hasKey whether the service requires a key, which is never shown
 */
export function curlLine(
  { avatarId, voice, mouthStrength, motion }: ShownRequest,
  origin: string,
  hasKey: boolean,
): string {
  const options = {
    ...(mouthStrength === undefined ? {} : { mouthStrength }),
    ...(motion === undefined ? {} : { motion }),
  };
  const parts = [
    `curl --fail ${quoted(`${origin}/render?wait=120`)}`,
    "-H 'Accept: video/mp4'",
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
    `-o ${word(`${avatarId}.mp4`)}`,
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

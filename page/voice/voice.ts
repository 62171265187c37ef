/** A chosen voice. */
export type Voice =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'text'; readonly text: string; readonly speaker: string }
  | { readonly kind: 'sample' | 'file' | 'microphone'; readonly blob: Blob; readonly name: string };

/** The name of a voice in the list of jobs. */
export function voiceName(voice: Voice): string {
  if (voice.kind === 'text') return excerpt(voice.text);
  if (voice.kind !== 'link') return voice.name;
  const { pathname, hostname } = new URL(voice.url);
  const [, file] = /([^/]+)$/.exec(pathname) ?? [];
  return file ?? hostname;
}

const excerptLength = 40;

/** The first words of a text. */
function excerpt(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  const letters = Array.from(words);
  return letters.length <= excerptLength ? words : `${letters.slice(0, excerptLength - 1).join('')}…`;
}

/** A chosen voice. */
export type Voice =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'sample' | 'file' | 'microphone'; readonly blob: Blob; readonly name: string };

/** The name of a voice in the list of jobs. */
export function voiceName(voice: Voice): string {
  if (voice.kind !== 'link') return voice.name;
  const { pathname, hostname } = new URL(voice.url);
  const [, file] = /([^/]+)$/.exec(pathname) ?? [];
  return file ?? hostname;
}

import { RenderError } from '../errors/render-error.js';

/** The error for the host of a voice URL that resolves to an address that is not allowed. */
export function voiceAddressError(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'voice_url_refused',
    `${hostname} resolves to ${addresses.join(', ')}, which is not a public address. ` +
      'Use a public URL, or upload the file. VOICE_ALLOW_PRIVATE allows private addresses.',
    { details: { hostname } },
  );
}

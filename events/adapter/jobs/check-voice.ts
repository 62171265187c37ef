import { isIP } from 'node:net';
import type { Settings } from '../../../config/settings.js';
import { checkLetters } from '../../../domain/check-letters.js';
import { isAllowedAddress } from '../../../outbound/allowed-address.js';
import { chooseVoice } from '../../../outbound/speech-server/choose-voice.js';
import { offeredVoices, type SpeechServerSettings } from '../../../outbound/speech-server/offered-voices.js';
import { voiceAddressError } from '../../../outbound/voice-address-error.js';

interface GivenVoice {
  readonly voiceUrl?: string | undefined;
  readonly text?: string | undefined;
  readonly voice?: string | undefined;
  readonly language?: string | undefined;
}

/**
 * Checks what can be known of the voice of a request before its job is queued: an address in its URL, without a name
 * lookup; whether the voice and the language of a text exist; and whether an embedded voice can say its letters.
 * @throws RenderError `voice_url_refused`, `speech_voice_unknown`, `language_unsupported`
 */
export async function checkVoice(
  { voiceUrl, text, voice, language }: GivenVoice,
  settings: SpeechServerSettings & Pick<Settings, 'VOICE_ALLOW_PRIVATE'>,
  signal: AbortSignal,
): Promise<void> {
  if (voiceUrl?.startsWith('http') === true) checkAddress(new URL(voiceUrl), settings.VOICE_ALLOW_PRIVATE);
  if (text === undefined) return;
  const { engine } = chooseVoice(await offeredVoices(settings, signal), { voice, language });
  if (engine === 'embedded') checkLetters(text);
}

function checkAddress({ hostname }: URL, allowed: Settings['VOICE_ALLOW_PRIVATE']): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  // RFC 6761 reserves the name for the machine itself.
  const address = /(?:^|\.)localhost\.?$/.test(host) ? '127.0.0.1' : host;
  if (isIP(address) === 0 || isAllowedAddress(address, allowed)) return;
  throw voiceAddressError(host, [address]);
}

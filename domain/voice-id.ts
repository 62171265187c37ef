/**
 * The ids of voices: up to 128 characters, with spaces and slashes between others, as in `Emily Clark` and
 * `female/01.wav`.
 */
export const voiceIdPattern = /^[!-~\u00a1-\uffff](?:[ -~\u00a1-\uffff]{0,126}[!-~\u00a1-\uffff])?$/;

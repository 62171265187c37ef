/** The windows of a mel spectrogram that Wav2Lip reads: `[bands, columns]`; Rudrabha/Wav2Lip, hparams.py. */
export const melBands = 80;
export const melWindowColumns = 16;

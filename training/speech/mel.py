"""The mel spectrogram that Wav2Lip hears, and the window each video frame gets of it.

As in the authors' audio.py with librosa 0.7: 16 kHz, pre-emphasis 0.97, FFT and Hann window of 800, hop 200, centered,
reflect-padded, magnitude, 80 Slaney mels from 55 to 7600 Hz, 20 log10(max(1e-5, .)) - 20 dB, mapped from -100..0 dB to -4..4.
"""

from functools import cache

import numpy as np

RATE, FFT, HOP, MELS, LOW, HIGH = 16000, 800, 200, 80, 55.0, 7600.0
PER_SECOND = RATE / HOP
WINDOW = 16
"""mel frames that a video frame sees: 200 ms"""
SILENCE = -4.0


def _to_mel(hertz):
    hertz = np.asarray(hertz, float)
    return np.where(hertz < 1000, hertz * 3 / 200, 15 + np.log(np.maximum(hertz, 1e-9) / 1000) * 27 / np.log(6.4))


def _to_hertz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


@cache
def filters() -> np.ndarray:
    """Slaney's triangles, each of unit area -> float64 [80, 401]."""
    bins = np.linspace(0, RATE / 2, FFT // 2 + 1)
    edges = _to_hertz(np.linspace(_to_mel(LOW), _to_mel(HIGH), MELS + 2))
    rising = (bins[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins[None]) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


@cache
def _window() -> np.ndarray:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)


def mel_spectrogram(samples: np.ndarray) -> np.ndarray:
    """samples [n] -> float32 [80, 1 + n // 200] in -4..4"""
    emphasised = np.append(samples[:1], samples[1:] - 0.97 * samples[:-1])
    if len(emphasised) <= FFT // 2:
        emphasised = np.pad(emphasised, (0, FFT // 2 + 1 - len(emphasised)))
    padded = np.pad(emphasised, FFT // 2, mode="reflect")
    count = 1 + (len(padded) - FFT) // HOP
    frames = np.lib.stride_tricks.as_strided(padded, (count, FFT), (padded.strides[0] * HOP, padded.strides[0]))
    spectrum = np.abs(np.fft.rfft(frames * _window(), axis=1))
    decibels = 20 * np.log10(np.maximum(1e-5, spectrum @ filters().T)) - 20
    return np.clip(8 * (decibels + 100) / 100 - 4, -4, 4).T.astype(np.float32)


def windows(mel: np.ndarray, frames: int, fps: float = 25.0) -> np.ndarray:
    """[80, t] -> what `frames` video frames see, float32 [frames, 80, 16]; after the end there is silence."""
    starts = (np.arange(frames) * (PER_SECOND / fps)).astype(int)
    lacking = max(0, starts[-1] + WINDOW - mel.shape[1]) if frames else 0
    mel = np.pad(mel, ((0, 0), (0, lacking)), constant_values=SILENCE)
    return np.stack([mel[:, start : start + WINDOW] for start in starts])

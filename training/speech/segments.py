"""Stretches of augmented voices as mel spectrograms."""

import numpy as np

from speech.augment import augmented
from speech.mel import FFT, HOP, PER_SECOND, RATE, SILENCE, mel_spectrogram
from speech.utterance import Utterance

AROUND = int(0.3 * RATE)
"""What lies on both sides of a stretch and is augmented with it."""
OUTSIDE = 0.5
"""Maximum seconds of silence in a segment before and after a voice."""


def segment(said: Utterance, frames: int, random: np.random.Generator, cut_end: float = 0.7) -> tuple[np.ndarray, float]:
    """A random stretch of `frames` mel frames -> mel float32 [80, frames] and when in the voice it begins (seconds).

    Where the voice is over, the file is over too with the probability `cut_end`; then there is silence (mel -4).
    """
    first = int(random.uniform(-OUTSIDE * RATE, max(0, len(said.samples) + OUTSIDE * RATE - frames * HOP)))
    low, high = first - AROUND, first + frames * HOP + AROUND
    samples = np.zeros(high - low, np.float32)
    inside = slice(max(low, 0), min(high, len(said.samples)))
    samples[inside.start - low : inside.stop - low] = said.samples[inside] / (np.abs(said.samples).max() + 1e-6)
    if random.random() < 0.85:
        samples = augmented(samples, random)
    over = len(said.samples) - low
    if over < len(samples) and random.random() < cut_end:
        samples = samples[: max(over, FFT)]
    mel = mel_spectrogram(samples)
    start = AROUND // HOP
    mel = np.pad(mel, ((0, 0), (0, max(0, start + frames - mel.shape[1]))), constant_values=SILENCE)
    return mel[:, start : start + frames], low / RATE + start / PER_SECOND

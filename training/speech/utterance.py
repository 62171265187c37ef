"""Something said: its samples and when which viseme sounds."""

from dataclasses import dataclass

import numpy as np

RATE = 16000


@dataclass
class Utterance:
    samples: np.ndarray
    """float32, mono, 16 kHz"""
    sounds: list[tuple[float, float, str]]
    """(start, end, viseme) in seconds, in order, without gaps inside"""
    voice: str
    text: str


def resampled(samples: np.ndarray, rate: float) -> np.ndarray:
    """To 16 kHz, band-limited."""
    from math import gcd

    from scipy.signal import resample_poly

    whole = int(round(rate))
    if whole == RATE:
        return samples.astype(np.float32)
    divisor = gcd(whole, RATE)
    return resample_poly(samples, RATE // divisor, whole // divisor).astype(np.float32)


def tidy(sounds: list[tuple[float, float, str]], total: float) -> list[tuple[float, float, str]]:
    """Sorted, clipped to 0..total, without gaps; neighbouring rests joined."""
    made: list[tuple[float, float, str]] = []
    at = 0.0
    for start, end, viseme in sorted(sounds):
        start, end = max(start, at), min(end, total)
        if end - start < 1e-4:
            continue
        if start - at > 1e-4:
            made.append((at, start, "rest"))
        made.append((start, end, viseme))
        at = end
    if total - at > 1e-4:
        made.append((at, total, "rest"))
    joined: list[tuple[float, float, str]] = []
    for sound in made:
        if joined and joined[-1][2] == sound[2] == "rest":
            joined[-1] = (joined[-1][0], sound[1], "rest")
        else:
            joined.append(sound)
    return joined

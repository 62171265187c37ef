"""From timed visemes to the mouth's parameters over time: sounds color their neighbours, closures are kept.

Jaw and lips are blends of what nearby sounds ask for, each with its own weight and reach (as in Cohen and Massaro, 1993).
Closures (p, b, m) and bites (f, v) are not blended: they are reached in full, long enough for one video frame to show it.
"""

import numpy as np

from head.mouth import NAMES
from speech.phonemes import REST, VOWELS
from speech.visemes import POSES

FPS = 25.0
MIDDLE = 0.5 / FPS
"""A frame shows the mouth of the middle of its time."""
PAUSE = 0.16
"""Silences shorter than this (seconds) are spoken through; in longer ones the mouth goes to rest."""

_PRESS, _BITE, _ROUND, _WIDE = (NAMES.index(name) for name in ("press", "bite", "round", "wide"))
_HOLD = 0.056
_FADE = 0.050

# How firmly a sound insists on its pose (weight) and how far it reaches out (seconds); rounding reaches further.
_FIRM = {
    "rest": 1.5,
    "schwa": 0.55,
    "h": 0.12,
    "k": 0.35,
    "t": 0.55,
    "l": 0.7,
    "r": 0.9,
    "j": 0.7,
    "th": 1.0,
    "s": 1.4,
    "sh": 1.6,
    "f": 1.5,
    "m": 1.0,
    "beta": 0.8,
    "w": 2.2,
    "u": 1.8,
    "o": 1.4,
    "y": 1.8,
    "oe": 1.4,
    "uh": 1.0,
    "a": 1.5,
    "ae": 1.5,
    "ah": 1.1,
    "e": 1.2,
    "i": 1.2,
    "ih": 0.9,
    "er": 1.0,
}
_REACH, _ROUND_REACH = 0.052, 0.085


def _settled(sounds):
    """Pauses too short to rest in become part of the sound before them; before and after everything there is rest."""
    made = []
    sounds = [(sounds[0][0] - 1.0, sounds[0][0], REST), *sounds, (sounds[-1][1], sounds[-1][1] + 1.0, REST)]
    for n, (start, end, viseme) in enumerate(sounds):
        if n and viseme == REST == made[-1][2]:
            made[-1] = (made[-1][0], end, REST)
            continue
        if viseme == REST and end - start < PAUSE and made and n < len(sounds) - 2:
            before = made[-1]
            made[-1] = (before[0], end, before[2])
        else:
            made.append((start, end, viseme))
    return made


def _window(times, start, end, fade_in, fade_out):
    """1 between start and end, easing off on both sides."""
    t = np.minimum((times - start) / fade_in, (end - times) / fade_out) + 1
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def parameters(sounds, times: np.ndarray) -> np.ndarray:
    """sounds [(start, end, viseme)] -> the mouth's parameters at `times` (seconds), float64 [n, 8]."""
    sounds = _settled(sounds)
    total, weights = np.zeros((len(times), len(NAMES))), np.full((len(times), len(NAMES)), 1e-6)
    press, bite = np.zeros(len(times)), np.zeros(len(times))
    for n, (start, end, viseme) in enumerate(sounds):
        target = POSES[viseme]
        middle, half = (start + end) / 2, (end - start) / 2
        if viseme == REST:
            # Rest begins to be left before the first sound and is taken up only some time after the last one.
            start, end = start + min(0.10, half), end - min(0.10, half)
            middle, half = (start + end) / 2, (end - start) / 2
        inner = 0.55 * half if viseme in VOWELS else 0.8 * half
        away = np.maximum(np.abs(times - middle) - inner, 0)
        weight = _FIRM[viseme] * np.exp(-((away / _REACH) ** 1.6))[:, None]
        reach = weight * np.ones(len(NAMES))
        wide = _FIRM[viseme] * np.exp(-((away / _ROUND_REACH) ** 1.6))
        if target[_ROUND] > 0:
            reach[:, [_ROUND, _WIDE]] = wide[:, None] * (1 + target[_ROUND])
        total += reach * target
        weights += reach
        if viseme in ("m", "f", "beta"):
            held = max(half * 0.85, _HOLD / 2)
            slow_in, slow_out = (sounds[n + way][2] == REST for way in (-1, 1))
            shut = _window(times, middle - held, middle + held, _FADE * (1 + 3 * slow_in), _FADE * (1 + 3 * slow_out))
            if viseme == "f":
                bite = np.maximum(bite, shut * target[_BITE])
            else:
                press = np.maximum(press, shut * target[_PRESS])
    blended = total / weights
    blended[:, _PRESS], blended[:, _BITE] = press, bite
    blended[:, _ROUND] *= 1 - 0.5 * bite
    return blended


def frame_times(count: int, fps: float = FPS) -> np.ndarray:
    return np.arange(count) / fps + 0.5 / fps


def frame_count(seconds: float, fps: float = FPS) -> int:
    return int(np.ceil(seconds * fps - 1e-6))

"""What happens to a voice between a mouth and a file: room, microphone, level, noise, telephone, compression."""

import numpy as np
from scipy import signal
from scipy.fft import next_fast_len

from speech.utterance import RATE


def room(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """An exponentially fading, colored tail; the direct sound stays where it is."""
    seconds = random.uniform(0.08, 0.6)
    tail = random.normal(size=int(seconds * RATE)) * np.exp(-6.9 * np.arange(int(seconds * RATE)) / (seconds * RATE))
    tail = signal.lfilter([1], [1, -random.uniform(0, 0.7)], tail)
    delay = int(random.uniform(0.002, 0.02) * RATE)
    tail[:delay] = 0
    tail *= random.uniform(0.05, 0.5) / (np.sqrt((tail**2).sum()) + 1e-9)
    tail[0] = 1.0
    return signal.fftconvolve(samples, tail)[: len(samples)].astype(np.float32)


def color(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A microphone's and a loudspeaker's frequency response: smooth random gain over frequency, +-10 dB."""
    points = np.linspace(0, 1, 9)
    gain = 10 ** (np.cumsum(random.normal(0, random.uniform(0.5, 3.0), 9)) / 20)
    taps = signal.firwin2(129, points, gain / np.exp(np.log(gain).mean()))
    return np.convolve(samples, taps, "same").astype(np.float32)


def band(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A telephone, a small loudspeaker, a low sampling rate."""
    high = random.choice((3400, 4000, 5500, 7000))
    if random.random() < 0.5:
        taps = signal.firwin(101, high, fs=RATE)
    else:
        taps = signal.firwin(201, (random.uniform(80, 300), high), fs=RATE, pass_zero=False)
    return np.convolve(samples, taps, "same").astype(np.float32)


def noise(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Hiss, hum, rumble or murmur, 5 to 45 dB below the voice."""
    kind = random.random()
    count = len(samples)
    if kind < 0.35:
        other = random.normal(size=count)
    elif kind < 0.75:
        long = next_fast_len(count)
        spectrum = np.fft.rfft(random.normal(size=long))
        frequencies = np.maximum(np.fft.rfftfreq(long, 1 / RATE), 20)
        other = np.fft.irfft(spectrum * frequencies ** -random.uniform(0.3, 1.2), long)[:count]
    elif kind < 0.85:
        t = np.arange(count) / RATE
        other = sum(np.sin(2 * np.pi * 50 * k * t + random.uniform(0, 7)) / k for k in (1, 2, 3, 5))
    else:
        chunks = [np.roll(samples, int(random.integers(count)))[::-1] for _ in range(5)]
        other = sum(chunks) + 0.0
    power = max(np.sqrt((samples**2).mean()), 0.05)
    other = other / (np.sqrt((other**2).mean()) + 1e-6)
    return (samples + power * 10 ** (-random.uniform(5, 45) / 20) * other).astype(np.float32)


def compressed(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Like a lossy codec at a low rate: quiet parts of the spectrum are dropped, loud ones coarsely quantised."""
    _, _, spectrum = signal.stft(samples, RATE, nperseg=512)
    size = np.abs(spectrum)
    threshold = size.max(0, keepdims=True) * 10 ** (-random.uniform(28, 50) / 20)
    step = threshold * random.uniform(0.3, 1.5) + 1e-9
    kept = np.where(size < threshold, 0, np.round(size / step) * step)
    return signal.istft(spectrum / (size + 1e-9) * kept, RATE, nperseg=512)[1][: len(samples)].astype(np.float32)


def driven(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A compressor or an overloaded input: loud parts are squashed."""
    drive = random.uniform(1, 6) / (np.abs(samples).max() + 1e-6)
    return (np.tanh(samples * drive) / drive).astype(np.float32)


def augmented(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """One random path from mouth to file for samples with a peak of about 1; time is never changed."""
    for change, chance in ((color, 0.6), (room, 0.4), (driven, 0.25), (band, 0.25), (noise, 0.55), (compressed, 0.25)):
        if random.random() < chance:
            samples = change(samples, random)
    peak = max(np.abs(samples).max(), 0.5)
    return (samples / peak * 10 ** (-random.uniform(0.0, 26.0) / 20)).astype(np.float32)

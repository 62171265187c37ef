"""Batches of voices: what the network hears in consecutive video frames, and where the mouth is then."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from head.assets import scratch_folder
from speech import corpus
from speech.mel import PER_SECOND, WINDOW
from speech.segments import segment
from speech.track import FPS, MIDDLE, parameters
from speech.utterance import Utterance

STEP = PER_SECOND / FPS


class Voices:
    """All synthesized chunks (see speech/corpus.py)."""

    def __init__(self, limit: int | None = None):
        folder = scratch_folder() / "speech"
        self.spoken = [said for path in sorted(folder.glob("[ef]*.npz"))[:limit] for said in corpus.load(path)]

    def draw(self, random: np.random.Generator):
        return self.spoken[random.integers(len(self.spoken))]


def faster(said: Utterance, factor: float) -> Utterance:
    """The same as a tape played faster: another pitch, another throat, another pace."""
    samples = np.interp(np.arange(0, len(said.samples) - 1, factor), np.arange(len(said.samples)), said.samples)
    sounds = [(start / factor, end / factor, viseme) for start, end, viseme in said.sounds]
    return Utterance(samples.astype(np.float32), sounds, said.voice, said.text)


def run_of_frames(voices: Voices, frames: int, random: np.random.Generator):
    """Consecutive frames of one augmented voice -> windows float32 [frames, 80, 16], parameters [frames, 8]."""
    said = voices.draw(random)
    if random.random() < 0.5:
        said = faster(said, float(np.exp(random.uniform(-0.16, 0.16))))
    mel, begins = segment(said, int(np.ceil((frames - 1) * STEP)) + WINDOW, random)
    firsts = (np.arange(frames) * STEP).astype(int)
    windows = np.stack([mel[:, start : start + WINDOW] for start in firsts])
    return windows, parameters(said.sounds, begins + firsts / PER_SECOND + MIDDLE)


def batch(voices: Voices, runs: int, frames: int, random: np.random.Generator):
    """-> windows [runs * frames, 1, 80, 16], parameters [runs, frames, 8], float32"""
    windows, truths = zip(*(run_of_frames(voices, frames, random) for _ in range(runs)))
    return np.concatenate(windows)[:, None].astype(np.float32), np.stack(truths).astype(np.float32)


def batches(seed: int, first: int, runs: int, frames: int, ahead: int = 3) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of all steps from `first` on. A process of its own makes them, a few ahead; each follows from seed and step alone."""
    with ProcessPoolExecutor(1, get_context("spawn"), _open_voices) as maker:
        started = deque(maker.submit(_batch_of, seed, step, runs, frames) for step in range(first, first + ahead))
        while True:
            first += 1
            started.append(maker.submit(_batch_of, seed, first + ahead - 1, runs, frames))
            yield started.popleft().result()


_voices: list[Voices] = []


def _open_voices():
    _voices.append(Voices())


def _batch_of(seed: int, step: int, runs: int, frames: int):
    return batch(_voices[0], runs, frames, np.random.default_rng([seed, step]))

"""Fit how far a voice spreads or rounds the lips: `python -m speech.spread`, after `python -m speech.corpus`.

The service reads it from the same windows of the voice as the network, as a weighted sum: the mean of each band and part
of the window, less the mean of the window, so that loudness does not count. The truth is `wide` less `round` of
`speech.track`. Prints the correlation with the clips in evaluation/, whose voices are not learned from, and writes
`models/motion/spread.json`.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from head.assets import scratch_folder
from head.mouth import NAMES
from speech.augment import augmented
from speech.corpus import load
from speech.mel import MELS, WINDOW, mel_spectrogram, windows
from speech.track import frame_count, frame_times, parameters
from speech.visemes import MOST

BANDS, PARTS = 40, 8
"""Bands and parts of a window that the sum is made of."""
RIDGE = 3000.0
_WIDE, _ROUND = NAMES.index("wide"), NAMES.index("round")


def features(seen: np.ndarray) -> np.ndarray:
    """[n, 80, 16] -> [n, 40 * 8]"""
    means = seen.reshape(len(seen), BANDS, MELS // BANDS, PARTS, WINDOW // PARTS).mean((2, 4)).reshape(len(seen), -1)
    return means - means.mean(1, keepdims=True)


def spread(sounds, frames: int, fps: float = 25.0) -> np.ndarray:
    mouth = parameters(sounds, frame_times(frames, fps))
    return (mouth[:, _WIDE] - mouth[:, _ROUND]) / MOST


def _learned(folder: Path, copies: int):
    random = np.random.default_rng(7)
    inputs, targets = [], []
    for path in sorted(folder.glob("*.npz")):
        for said in load(path):
            frames = frame_count(len(said.samples) / 16000)
            truth = spread(said.sounds, frames)
            for _ in range(copies):
                inputs.append(features(windows(mel_spectrogram(augmented(said.samples, random)), frames)).astype(np.float32))
                targets.append(truth)
    return np.concatenate(inputs), np.concatenate(targets)


def fit(inputs: np.ndarray, targets: np.ndarray):
    """Ridge regression -> weights [320], bias, and the factor by which it falls short of the truth's deviation"""
    center = inputs.mean(0)
    scale = inputs.std(0) + 1e-6
    normal = (inputs - center) / scale
    gram = normal.T @ normal + RIDGE * len(normal) / 1000 * np.eye(normal.shape[1])
    weights = np.linalg.solve(gram, normal.T @ (targets - targets.mean())) / scale
    found = inputs @ weights
    factor = targets.std() / found.std()
    return weights, targets.mean() - center @ weights, factor


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, default=Path(__file__).parents[2] / "models/motion/spread.json")
    options.add_argument("--copies", type=int, default=2, help="of each sentence, each with another room and microphone")
    chosen = options.parse_args()
    inputs, targets = _learned(scratch_folder() / "speech", chosen.copies)
    weights, bias, factor = fit(inputs, targets)
    print(f"{len(targets)} frames; correlation {np.corrcoef(inputs @ weights, targets)[0, 1]:.2f}, deviation {targets.std():.2f}")
    stored = {"bands": BANDS, "parts": PARTS, "factor": round(float(factor), 3), "bias": round(float(bias), 4)}
    chosen.to.write_text(json.dumps(stored | {"weights": [round(float(weight), 5) for weight in weights]}) + "\n")


if __name__ == "__main__":
    main()

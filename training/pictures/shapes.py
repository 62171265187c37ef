"""Random mouths to learn from: sounds, what lies between sounds, and combinations no sound has."""

import numpy as np

from head.mouth import COUNT
from speech.visemes import POSES

_SOUNDS = np.array([pose for name, pose in POSES.items() if name != "rest"])


def random_shape(random: np.random.Generator) -> np.ndarray:
    """-> parameters [8]"""
    kind = random.random()
    if kind < 0.6:
        first, second = _SOUNDS[random.integers(len(_SOUNDS), size=2)]
        share = random.beta(0.7, 0.7)
        shape = (first * share + second * (1 - share)) * random.uniform(0.5, 1.4)
        shape[0] += random.uniform(0, 0.45) * (random.random() < 0.4)
    elif kind < 0.75:
        shape = _SOUNDS[random.integers(len(_SOUNDS))] * random.uniform(0.1, 1.2)
    else:
        shape = random.uniform(0, 1, COUNT) * (random.random(COUNT) < 0.45)
        shape[1] = random.uniform(-0.5, 1) * (random.random() < 0.5)
        if random.random() < 0.7:
            shape[5] = shape[6] = 0
    shape = shape + random.normal(0, 0.04, COUNT) * (random.random() < 0.5)
    low = np.zeros(COUNT)
    low[1] = -0.5
    return np.clip(shape, low, 1.1)

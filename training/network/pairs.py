"""Batches of people: a still, pictures of the same person with the mouth elsewhere, and where it is."""

import cv2
import numpy as np
import torch

from head.assets import scratch_folder
from head.mouth import COUNT

SIDE, STORED, INNER = 96, 128, 96
"""The network's pictures; the drawn ones; the face box within them."""
VALIDATION_FIRST = 10_000_000


class Pictures:
    """All drawn chunks (see pictures/make.py) whose seeds lie in first..last, in memory as uint8."""

    def __init__(self, first: int = 0, last: int = VALIDATION_FIRST, people: int | None = None):
        self._range, self._limit = (first, last), people
        self._read: dict[str, tuple] = {}
        self.refresh()

    def refresh(self):
        """Read chunks that have been drawn meanwhile."""
        for path in sorted((scratch_folder() / "pictures").glob("???????*.npz")):
            number = path.name.split(".")[0]
            if path.name.endswith(".part.npz") or number in self._read or not self._range[0] <= int(number) < self._range[1]:
                continue
            if self._limit and sum(len(chunk[0]) for chunk in self._read.values()) >= self._limit:
                break
            stored = np.load(path)
            self._read[number] = (stored["stills"], stored["pictures"], stored["shapes"])
        self.index = [(number, n) for number, chunk in self._read.items() for n in range(len(chunk[0]))]

    def __len__(self):
        return len(self.index)

    def person(self, n: int):
        """-> still [128, 128, 3], pictures [7, 128, 128, 3], shapes [7, 8]"""
        number, row = self.index[n]
        return tuple(column[row] for column in self._read[number])


def _crop(random: np.random.Generator, jitter: float):
    """A face box as a detector may find it, mirrored or not -> affine 2 x 3 from stored to network pixels."""
    scale = INNER * np.exp(random.normal(0, jitter, 2)) / SIDE
    shift = random.normal(0, jitter, 2) * INNER
    center = STORED / 2 + shift
    mirrored = -1 if random.random() < 0.5 else 1
    to_stored = np.array(
        [[scale[0] * mirrored, 0, center[0] - scale[0] * mirrored * (SIDE - 1) / 2], [0, scale[1], center[1] - scale[1] * (SIDE - 1) / 2]]
    )
    return to_stored


def _tone(random: np.random.Generator):
    """A random coloring, the same for all pictures of a person -> lookup table uint8 [256, 1, 3] and saturation."""
    x = np.linspace(0, 1, 256)[:, None]
    gamma, gain = np.exp(random.normal(0, 0.15)), np.exp(random.normal(0, 0.06, 3))
    lift = random.uniform(0, 0.06)
    table = np.clip((x**gamma) * gain * (1 - lift) + lift, 0, 1)
    return (table * 255).astype(np.uint8)[:, None, :], np.clip(random.normal(1, 0.2), 0.2, 1.6)


def person_batch(pictures: Pictures, who: int, count: int, random: np.random.Generator, augment: bool = True):
    """-> still [96, 96, 3], targets [count, 96, 96, 3] (BGR uint8), shapes [count, 8]; sometimes one target is the still."""
    still, others, shapes = pictures.person(who)
    chosen = random.choice(len(others), count, replace=False)
    frames, shapes = [still, *others[chosen]], shapes[chosen].copy()
    if random.random() < 0.5:
        frames[1], shapes[0] = still, np.zeros(COUNT)
    affine = _crop(random, 0.03) if augment else _crop(np.random.default_rng(4), 0.0)
    table, saturation = _tone(random)
    made = []
    for frame in frames:
        frame = cv2.warpAffine(frame, affine, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
        if augment:
            frame = cv2.LUT(frame, table)
            gray = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            frame = cv2.addWeighted(frame, saturation, gray, 1 - saturation, 0)
        made.append(frame[..., ::-1])
    return made[0], np.stack(made[1:]), shapes


def face_input(stills: torch.Tensor) -> torch.Tensor:
    """Crops [n, 3, 96, 96] in 0..1 -> what the network is shown [n, 6, 96, 96]: lower half blanked, then whole."""
    blanked = stills.clone()
    blanked[:, :, SIDE // 2 :] = 0
    return torch.cat([blanked, stills], 1)


def to_tensor(frames: np.ndarray) -> torch.Tensor:
    """uint8 [n, h, w, 3] -> float32 [n, 3, h, w] in 0..1, channels last"""
    return (torch.from_numpy(np.ascontiguousarray(frames)).permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)


def batch(pictures: Pictures, people: int, count: int, random: np.random.Generator):
    """-> stills [p, 3, 96, 96], targets [p * count, 3, 96, 96], shapes [p * count, 8]"""
    who = random.choice(len(pictures), people, replace=False)
    stills, targets, shapes = zip(*(person_batch(pictures, n, count, random) for n in who))
    return (to_tensor(np.stack(stills)), to_tensor(np.concatenate(targets)), torch.from_numpy(np.concatenate(shapes)).float())

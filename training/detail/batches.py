"""Batches of drawn people with true motion, as a face detector might have cut them out."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch

from head.assets import scratch_folder

SIDE = 192
"""pixels across the face box: twice what Wav2Lip sees"""
CHECKING = 10_000_000
"""people from this seed on are used for checking only"""


class Pairs:
    """Chunks that `detail.pairs` made, whose first person lies in [first, last)."""

    def __init__(self, first: int, last: int):
        self._columns = []
        for path in sorted((scratch_folder() / "pairs").glob("????????.npz")):
            if first <= int(path.stem) < last:
                stored = np.load(path)
                columns = [stored[name] for name in ("stills", "pictures", "flows", "hidden")]
                self._columns += list(zip(*columns))
        if not self._columns:
            raise FileNotFoundError("no pairs found; make them with: python -m detail.pairs")

    def __len__(self):
        return len(self._columns)

    def __getitem__(self, n):
        return self._columns[n]


@dataclass
class Batch:
    """p people with k pictures each; BGR 0..1, motion in pixels."""

    stills: torch.Tensor
    targets: torch.Tensor
    flows: torch.Tensor
    hidden: torch.Tensor
    each: int


def batch(data: Pairs, people: int, each: int, random, augment=True) -> Batch:
    chosen = [_person(data[n], each, random, augment) for n in random.choice(len(data), people, replace=False)]
    stills, targets, flows, hidden = zip(*chosen)
    return Batch(
        _tensor(np.stack(stills)) / 255,
        _tensor(np.concatenate(targets)) / 255,
        _tensor(np.concatenate(flows)),
        _tensor(np.concatenate(hidden)[..., None]),
        each,
    )


def _tensor(array):
    return torch.from_numpy(np.ascontiguousarray(array)).permute(0, 3, 1, 2).float()


def _person(columns, each, random, augment):
    still, pictures, flows, hidden = columns
    jitter = 0.03 if augment else 0.0
    scale = np.exp(random.normal(0, jitter, 2))
    center = 128 + random.normal(0, jitter, 2) * SIDE
    mirrored = -1 if augment and random.random() < 0.5 else 1
    affine = np.array(
        [[scale[0] * mirrored, 0, center[0] - scale[0] * mirrored * (SIDE - 1) / 2], [0, scale[1], center[1] - scale[1] * (SIDE - 1) / 2]]
    )

    def cut(picture):
        return cv2.warpAffine(picture, affine, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)

    color = _toning(random) if augment else lambda picture: picture
    first = color(cut(still))[..., ::-1]
    targets, motions, covers = [], [], []
    for n in random.choice(len(pictures), each, replace=False):
        if augment and random.random() < 0.12:  # the still itself: no motion, nothing hidden
            targets.append(first), motions.append(np.zeros((SIDE, SIDE, 2), np.float32)), covers.append(np.zeros((SIDE, SIDE), np.float32))
            continue
        targets.append(color(cut(pictures[n]))[..., ::-1])
        motions.append(cut(flows[n].astype(np.float32)) / np.array([scale[0] * mirrored, scale[1]], np.float32))
        covers.append(cut(hidden[n].astype(np.float32)))
    return first, np.stack(targets), np.stack(motions), np.stack(covers)


def _toning(random):
    """A tone curve, a color cast, and now and then gray."""
    x = np.linspace(0, 1, 256)[:, None]
    lift = random.uniform(0, 0.06)
    curve = np.clip(x ** np.exp(random.normal(0, 0.15)) * np.exp(random.normal(0, 0.06, 3)) * (1 - lift) + lift, 0, 1)
    table = (curve * 255).astype(np.uint8)[:, None, :]
    is_gray = random.random() < 0.08

    def color(picture):
        toned = cv2.LUT(picture, table)
        return cv2.cvtColor(cv2.cvtColor(toned, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB) if is_gray else toned

    return color

"""Batches of drawn heads, as a face detector might have cut them out."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch

from detail.batches import _toning
from head.assets import scratch_folder
from motion.head_network import FIELD, SIDE

DRAWN = 192
"""pixels across the stored pictures"""


@dataclass
class Heads:
    """n crops RGB 0..1; fields in pixels of the crop per radian; persons 0..1; eyes 0..1 across the crop."""

    crops: torch.Tensor
    fields: torch.Tensor
    persons: torch.Tensor
    eyes: torch.Tensor


def stored_heads(first: int, last: int):
    """-> a list of (still, fields, person, eyes) of the chunks whose first person lies in [first, last)."""
    columns = []
    for path in sorted((scratch_folder() / "heads").glob("????????.npz")):
        if first <= int(path.stem) < last:
            stored = np.load(path)
            columns += list(zip(*(stored[name] for name in ("stills", "fields", "persons", "eyes"))))
    if not columns:
        raise FileNotFoundError("no heads found; make them with: python -m motion.heads")
    return columns


def batch(data, count: int, random, augment=True) -> Heads:
    chosen = [_head(*data[n], random, augment) for n in random.choice(len(data), count, replace=len(data) < count)]
    return Heads(*(torch.from_numpy(np.ascontiguousarray(np.stack(column))).float() for column in zip(*chosen)))


def _head(still, fields, person, eyes, random, augment):
    scale = np.exp(random.normal(0, 0.08)) if augment else 1.0
    angle = np.radians(random.normal(0, 5)) if augment else 0.0
    shift = random.normal(0, 0.03, 2) * DRAWN if augment else np.zeros(2)
    mirror = -1 if augment and random.random() < 0.5 else 1
    to_crop = SIDE / DRAWN * scale
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = to_crop * turn @ np.diag([mirror, 1])
    matrix = np.column_stack([linear, np.full(2, SIDE / 2) - linear @ (np.full(2, DRAWN / 2) + shift)])
    # Pixel centers lie at halves.
    pixels = matrix.copy()
    pixels[:, 2] += linear @ np.full(2, 0.5) - 0.5

    def cut(picture, side=SIDE):
        scaled = pixels * side / SIDE
        scaled[:, 2] += (side / SIDE - 1) / 2
        return cv2.warpAffine(picture, scaled, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    soft = cv2.GaussianBlur(still, (0, 0), 0.5 * DRAWN / SIDE)
    crop = cut(soft)
    person = cut(person.astype(np.float32))
    if augment:
        close_up(random, crop, person)
        crop = _toning(random)(crop)
        if random.random() < 0.3:
            crop = np.clip(crop + random.normal(0, random.uniform(0, 10), crop.shape), 0, 255).astype(np.uint8)
        if random.random() < 0.3:
            crop = cv2.GaussianBlur(crop, (0, 0), random.uniform(0.3, 1.5))
    moved = cut(fields.astype(np.float32).transpose(1, 2, 0), FIELD).reshape(FIELD, FIELD, 3, 2)
    moved = np.einsum("hwkc,dc->hwkd", moved, linear) * np.array([mirror, 1, mirror])[:, None]
    corners = (eyes @ linear.T + matrix[:, 2]) / SIDE
    if mirror < 0:
        corners = corners[::-1]
    return (
        crop.transpose(2, 0, 1).astype(np.float32) / 255,
        moved.reshape(FIELD, FIELD, 6).transpose(2, 0, 1),
        person[None] / 255,
        corners,
    )


def close_up(random, *pictures):
    """Now and then the picture ends within the crop, whose outermost pixels are then repeated; in place."""
    if random.random() < 0.35:
        top = random.integers(1, SIDE // 4)
        for picture in pictures:
            picture[:top] = picture[top]
    for mirrored in (False, True):
        if random.random() < 0.12:
            side = random.integers(1, SIDE // 5)
            for picture in pictures:
                view = picture[:, ::-1] if mirrored else picture
                view[:, :side] = view[:, side : side + 1]

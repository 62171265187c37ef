"""Batches of drawn eyes, cut out as the corners that the head network finds would have it."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch

from detail.batches import _toning
from head.assets import scratch_folder
from motion.heads import extended
from motion.lid_network import COLUMNS, ROWS, WIDE
from motion.lids import SIDE
from motion.lids import WIDE as DRAWN_WIDE


@dataclass
class Eyes:
    """n eyes RGB 0..1, closings 0..1; flows [n, 4, ...] in pixels of the crop and covers [n, 2, ...] 0..1 of the upper and the lower lid;
    weights [n, 2, ...]: where the flows are known; the true pictures where they were drawn."""

    stills: torch.Tensor
    closings: torch.Tensor
    flows: torch.Tensor
    covers: torch.Tensor
    weights: torch.Tensor
    pictures: torch.Tensor


def stored_eyes(first: int, last: int):
    """-> a list of dictionaries, one for each eye of the chunks whose first person lies in [first, last)."""
    eyes = []
    for path in sorted((scratch_folder() / "lids").glob("????????.npz")):
        if first <= int(path.stem) < last:
            stored = dict(np.load(path))
            eyes += [{name: values[n] for name, values in stored.items()} for n in range(len(stored["stills"]))]
    if not eyes:
        raise FileNotFoundError("no eyes found; make them with: python -m motion.lids")
    return eyes


def batch(data, count: int, random, augment=True, closing=None) -> Eyes:
    """`closing` picks the same of the stored closings for all; -1 is closed."""
    chosen = [_eye(data[n], random, augment, closing) for n in random.choice(len(data), count, replace=len(data) < count)]
    return Eyes(*(torch.from_numpy(np.ascontiguousarray(np.stack(column))).float() for column in zip(*chosen)))


def _eye(eye, random, augment, closing):
    jitter = 1.0 if augment else 0.0
    scale = np.exp(jitter * random.normal(0, 0.07, 2))
    angle = np.radians(jitter * random.normal(0, 4))
    shift = jitter * random.normal(0, 0.04, 2) * SIDE
    to_crop = COLUMNS * DRAWN_WIDE / (SIDE * WIDE)
    linear = to_crop * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag(scale)
    center = np.full(2, SIDE / 2 - 0.5) + shift
    matrix = np.column_stack([linear, np.array([COLUMNS / 2 - 0.5, ROWS / 2 - 0.5]) - linear @ center])

    def cut(picture, flags=cv2.INTER_LINEAR):
        return cv2.warpAffine(picture, matrix, (COLUMNS, ROWS), flags=flags, borderMode=cv2.BORDER_REPLICATE)

    color = _toning(random) if augment else lambda picture: picture
    still = eye["stills"]
    blur = random.uniform(0.3, 1.6) if augment and random.random() < 0.4 else 0
    if blur:
        still = cv2.GaussianBlur(still, (0, 0), blur)
    still = color(cut(still)).astype(np.float32)
    if augment and random.random() < 0.3:
        still = np.clip(still + random.normal(0, random.uniform(0, 10), still.shape), 0, 255)
    if augment and random.random() < 0.15:
        flow, cover, share = np.zeros((SIDE, SIDE, 2), np.float32), 1 - eye["openings"], 0.0
        picture = eye["stills"]
    else:
        n = int(random.integers(len(eye["closings"]))) if closing is None else closing
        flow, cover, share = eye["flows"][n].astype(np.float32).transpose(1, 2, 0), eye["covers"][n], eye["closings"][n]
        picture = eye["pictures"][n] if "pictures" in eye else eye["stills"]
    upper = (cover == 1) & above_middle(flow, eye["openings"])
    lower = (cover == 1) & ~upper
    flow = above_rim(flow, upper, eye["openings"], share)
    flows, weights = [], []
    for part in (upper, lower):
        inside = cv2.erode(part.astype(np.uint8), np.ones((3, 3))) > 0
        flows.append(cut(extended(flow, inside)) @ linear.T)
        weights.append(cut(0.25 * cv2.dilate(part.astype(np.float32), np.ones((13, 13))) + 0.75 * inside.astype(np.float32)))
    return (
        still.transpose(2, 0, 1) / 255,
        np.float32(share),
        np.concatenate(flows, -1).transpose(2, 0, 1),
        np.stack([cut(upper.astype(np.float32)), cut(cover.astype(np.float32))]),
        np.stack(weights),
        color(cut(picture)).transpose(2, 0, 1).astype(np.float32) / 255,
    )


def above_middle(flow, opening):
    """Whether what a pixel shows lies above the middle of the open eye in the still."""
    columns = np.flatnonzero(opening.any(0))
    if len(columns) < 8:
        return np.zeros(opening.shape, bool)
    middle = (opening[:, columns].argmax(0) + SIDE - 1 - opening[::-1, columns].argmax(0)) / 2
    line = np.polyfit(columns, middle, 1)
    rows, places = np.mgrid[0:SIDE, 0:SIDE]
    return rows + flow[..., 1] < np.polyval(line, places + flow[..., 0])


LASHES = 12
"""Pixels above the rim of the open lid where lashes may be. They move with the rim, and are seen from above as the lid falls: what was a
fan becomes a line. What lies higher is taken from above them: the skin that an open lid hides in its fold is not there to be shown, and
lashes would be stretched over it."""
FORESHORTENED = 0.5
"""how much shorter lashes look when the eye is closed"""


def above_rim(flow, upper, opening, closing):
    """Take the closed lid from the skin above the lashes."""
    columns = np.flatnonzero(opening.any(0))
    if len(columns) < 8:
        return flow
    rows, places = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    rim = np.interp(places + flow[..., 0], columns, opening[:, columns].argmax(0))
    edge = np.interp(np.arange(SIDE), columns, SIDE - 1 - upper[::-1, columns].argmax(0))
    source = rows + flow[..., 1]
    taper = np.clip(np.minimum(places - columns[0], columns[-1] - places) / (0.08 * len(columns)), 0, 1)
    highest = rim - 1 - np.clip((edge - rows) / (1 - FORESHORTENED * closing), 0, LASHES * taper)
    inside = (places > columns[0] - 2) & (places < columns[-1] + 2)
    changed = upper & inside & (source > highest)
    flow = flow.copy()
    flow[..., 1] = np.where(changed, highest - rows, flow[..., 1])
    return flow

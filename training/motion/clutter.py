"""Backgrounds with edges: shapes, stripes, and lines, so that an edge alone does not make a person."""

import cv2
import numpy as np


def cluttered(background: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """sRGB float [n, n, 3] 0..1 -> the same with up to a dozen shapes, somewhat out of focus."""
    if random.random() < 0.35:
        return background
    side = len(background)
    picture = np.ascontiguousarray(background.astype(np.float32))
    for _ in range(random.integers(1, 13)):
        color = np.clip(background.mean((0, 1)) + random.normal(0, 0.25, 3), 0, 1).tolist()
        center, size = random.uniform(0, side, 2), random.uniform(0.03, 0.5, 2) * side
        kind = random.choice(("box", "ellipse", "line", "stripes"))
        if kind == "box":
            corners = cv2.boxPoints((center.tolist(), size.tolist(), float(random.choice((0, random.uniform(0, 90))))))
            cv2.fillConvexPoly(picture, corners.astype(int), color, cv2.LINE_AA)
        elif kind == "ellipse":
            cv2.ellipse(picture, (center.tolist(), size.tolist(), float(random.uniform(0, 180))), color, -1, cv2.LINE_AA)
        elif kind == "line":
            other = random.uniform(0, side, 2)
            cv2.line(picture, center.astype(int).tolist(), other.astype(int).tolist(), color, int(random.integers(1, 6)), cv2.LINE_AA)
        else:
            wave = np.sin(np.arange(side) * random.uniform(0.1, 1.2))
            stripes = wave[None] if random.random() < 0.5 else wave[:, None]
            picture += (random.uniform(0.02, 0.12) * stripes)[..., None].astype(np.float32)
    if random.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.5, side / 40))
    return np.clip(picture, 0, 1)

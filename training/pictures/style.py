"""Hands and lenses: what turns a shaded picture into a photograph, a painting, a drawing, a poor copy.

A style is fixed once and then applied to every picture of a person alike, so that nothing but the mouth differs.
"""

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass
class Style:
    kind: str
    """photo, airbrush, paint, cartoon, ink"""
    strength: float
    gain: np.ndarray
    gamma: np.ndarray
    saturation: float
    contrast: float
    tint: np.ndarray
    tint_share: float
    texture: np.ndarray
    """multiplied in, float32 [n, n, 3]"""
    grain: np.ndarray
    """added, float32 [n, n, 3]"""
    sharpen: float
    blur: float
    shrink: float
    """the picture's own resolution as a share of ours"""
    jpeg: int
    """quality, 0: none"""

    def apply(self, picture: np.ndarray) -> np.ndarray:
        """uint8 RGB [n, n, 3] -> the same"""
        x = _KINDS[self.kind](picture, self.strength).astype(np.float32) / 255
        x = np.clip(x * self.gain, 0, 1) ** self.gamma
        gray = x.mean(-1, keepdims=True)
        x = gray + (x - gray) * self.saturation
        x = (x - 0.45) * self.contrast + 0.45
        x = x * (1 - self.tint_share) + gray * self.tint * self.tint_share
        if self.sharpen > 0:
            x = x + self.sharpen * (x - cv2.GaussianBlur(x, (0, 0), 2.5))
        x = x * self.texture
        side = len(x)
        if self.shrink < 1:
            small = max(48, round(side * self.shrink))
            x = cv2.resize(cv2.resize(x, (small, small), interpolation=cv2.INTER_AREA), (side, side), interpolation=cv2.INTER_CUBIC)
        if self.blur > 0.3:
            x = cv2.GaussianBlur(x, (0, 0), self.blur)
        x = (np.clip(x + self.grain, 0, 1) * 255).astype(np.uint8)
        if self.jpeg:
            x = cv2.imdecode(cv2.imencode(".jpg", x, [cv2.IMWRITE_JPEG_QUALITY, self.jpeg])[1], cv2.IMREAD_COLOR)
        return x


def _photo(picture, strength):
    return picture


def _airbrush(picture, strength):
    return cv2.bilateralFilter(picture, 0, 15 + 35 * strength, 2 + 3 * strength)


def _paint(picture, strength):
    """Kuwahara: each pixel takes the mean of its calmest neighbouring square."""
    radius = 1 + round(2.5 * strength)
    x = picture.astype(np.float32)
    size = radius + 1
    mean = cv2.blur(x, (size, size), borderType=cv2.BORDER_REFLECT)
    gray = x.mean(-1)
    variance = cv2.blur(gray**2, (size, size)) - cv2.blur(gray, (size, size)) ** 2
    best, calmest = None, None
    shift = (radius + 1) // 2
    for dy in (-shift, shift):
        for dx in (-shift, shift):
            m, v = np.roll(mean, (dy, dx), (0, 1)), np.roll(variance, (dy, dx), (0, 1))
            if best is None:
                best, calmest = m.copy(), v.copy()
            else:
                better = v < calmest
                best[better], calmest[better] = m[better], v[better]
    return np.clip(best, 0, 255).astype(np.uint8)


def _cartoon(picture, strength):
    smooth = cv2.bilateralFilter(picture, 0, 40, 4)
    steps = 5 + 10 * (1 - strength)
    hsv = cv2.cvtColor(smooth, cv2.COLOR_RGB2HSV).astype(np.float32)
    value = hsv[..., 2] / 255 * steps
    base = np.floor(value)
    hsv[..., 2] = (base + np.clip((value - base - 0.5) * 5 + 0.5, 0, 1)) / steps * 255
    return _ink(cv2.cvtColor(np.clip(hsv, 0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB), strength)


def _ink(picture, strength):
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = cv2.GaussianBlur(gray, (0, 0), 1.0) - cv2.GaussianBlur(gray, (0, 0), 2.2)
    line = np.clip(1 + fine * (0.05 + 0.1 * strength), 0.15, 1)[..., None]
    return (picture * line).astype(np.uint8)


_KINDS = {"photo": _photo, "airbrush": _airbrush, "paint": _paint, "cartoon": _cartoon, "ink": _ink}


def random_style(random: np.random.Generator, side: int) -> Style:
    kind = str(random.choice(("photo", "airbrush", "paint", "cartoon", "ink"), p=(0.45, 0.2, 0.18, 0.09, 0.08)))
    texture = np.ones((side, side, 1), np.float32)
    if random.random() < 0.25:
        cells = int(random.integers(side // 6, side))
        weave = cv2.resize(random.normal(0, 1, (cells, cells)).astype(np.float32), (side, side))
        texture = 1 + random.uniform(0.01, 0.06) * weave[..., None]
    grain = np.zeros((side, side, 3), np.float32)
    if random.random() < 0.5:
        grain = random.normal(0, random.uniform(0.003, 0.03), (side, side, 3)).astype(np.float32)
        grain = cv2.GaussianBlur(grain, (0, 0), random.uniform(0.4, 1.2))
    tinted = random.random()
    return Style(
        kind,
        float(random.random()),
        np.exp(random.normal(0, 0.08, 3)),
        np.exp(random.normal(0, 0.06, 3) + random.normal(0, 0.2)),
        float(np.clip(random.normal(1, 0.25), 0.1, 1.8)),
        float(np.clip(random.normal(1.02, 0.16), 0.6, 1.5)),
        np.array([1.1, 0.97, 0.8]) if tinted < 0.5 else np.ones(3),
        float(random.uniform(0.3, 1)) if random.random() < 0.07 else 0.0,
        texture,
        grain,
        float(random.uniform(0, 0.8)) if random.random() < 0.3 else 0.0,
        float(random.uniform(0, 1.6)) if random.random() < 0.4 else 0.0,
        float(random.uniform(0.3, 1)) if random.random() < 0.3 else 1.0,
        int(random.integers(50, 96)) if random.random() < 0.5 else 0,
    )

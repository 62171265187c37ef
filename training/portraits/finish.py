"""What happens to a rendered picture before it is a portrait: grading, a painter's touch, a breath of grain."""

import cv2
import numpy as np


def kuwahara(picture: np.ndarray, radius: int) -> np.ndarray:
    """Brush: every pixel becomes a blend of its eight sectors' means, the calmest weighing most. float32 [n, n, 3]"""
    gray = picture.mean(-1)
    total, weights = np.zeros_like(picture), np.zeros_like(gray)
    span = np.arange(-radius, radius + 1)
    x, y = np.meshgrid(span, span)
    distance = np.hypot(x, y)
    for sector in range(8):
        angle = sector * np.pi / 4
        off = np.angle(np.exp(1j * (np.arctan2(y, x) - angle)))
        kernel = np.exp(-0.5 * (off / 0.45) ** 2 - 0.5 * (distance / (0.55 * radius)) ** 2) * (distance <= radius)
        kernel[radius, radius] = kernel.max()
        kernel = (kernel / kernel.sum()).astype(np.float32)
        mean = cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT)
        spread = cv2.filter2D(gray**2, -1, kernel, borderType=cv2.BORDER_REFLECT) - mean.mean(-1) ** 2
        weight = 1 / (1e-5 + np.maximum(spread, 0)) ** 2
        total += weight[..., None] * mean
        weights += weight
    return total / weights[..., None]


def finished(picture: np.ndarray, person) -> np.ndarray:
    """sRGB float32 0..1 [n, n, 3] -> uint8"""
    side = len(picture)
    if person.paint > 0:
        brushed = kuwahara(picture, max(2, round(side / 280)))
        picture = picture * (1 - person.paint) + brushed * person.paint
    soft = cv2.GaussianBlur(picture, (0, 0), side / 60)
    picture = 1 - (1 - picture) * (1 - person.glow * np.clip(soft - 0.45, 0, 1))
    detail = picture - cv2.GaussianBlur(picture, (0, 0), side / 500)
    picture = picture + person.sharpness * detail
    y, x = np.mgrid[0:side, 0:side] / side - 0.5
    picture = picture * (1 - person.vignette * np.clip(np.hypot(x, y * 0.9) - 0.25, 0, 1)[..., None] ** 1.5)
    gray = picture.mean(-1, keepdims=True)
    picture = gray + (picture - gray) * person.saturation
    picture = np.clip(picture, 0, 1) ** person.gamma
    picture = (picture - 0.5) * person.contrast + 0.5
    random = np.random.default_rng(person.seed)
    grain = cv2.GaussianBlur(random.normal(0, 1, (side, side)).astype(np.float32), (0, 0), 0.7)
    picture = picture + person.grain * grain[..., None]
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)

"""What stands behind and before a face: background, hair, scarf, glasses. All of it holds still while the mouth moves."""

from dataclasses import dataclass

import cv2
import numpy as np

from pictures.appearance import Appearance


def random_background(random: np.random.Generator, side: int) -> np.ndarray:
    """A wall, a gradient or something out of focus, sRGB float [side, side, 3]."""
    base = random.uniform(0.03, 0.97, 3) ** random.uniform(0.6, 1.5)
    base = base * 0.6 + base.mean() * 0.4
    other = np.clip(base + random.normal(0, 0.2, 3), 0, 1)
    angle = random.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:side, 0:side] / side - 0.5
    t = np.clip((x * np.cos(angle) + y * np.sin(angle)) + 0.5, 0, 1)[..., None]
    picture = base * (1 - t) + other * t
    if random.random() < 0.5:
        cells = int(random.integers(2, 12))
        blobs = cv2.resize(random.normal(0, 1, (cells, cells, 3)), (side, side), interpolation=cv2.INTER_CUBIC)
        blobs = blobs * 0.4 + blobs.mean(-1, keepdims=True) * 0.6
        picture = picture + random.uniform(0.02, 0.2) * cv2.GaussianBlur(blobs, (0, 0), side / cells / 6 + 0.5)
    return np.clip(picture, 0, 1)


@dataclass
class Scenery:
    background: np.ndarray
    look: Appearance
    hair: str
    """none, short, long, covered (a scarf)"""
    hair_reach: float
    """how far hair or scarf comes in over the cheeks, decimetres (negative: it stays outside)"""
    glasses: float
    """size of spectacles, 0: none"""
    glasses_color: np.ndarray
    brightness: float
    seed: int

    def __post_init__(self):
        self._lines = {}

    def compose(self, picture: np.ndarray, covered: np.ndarray, frame) -> np.ndarray:
        """picture uint8 [n, n, 3], covered 0/1 [n, n], frame: skin points in pixels [p, 3] and at rest [p, 3]."""
        pixels, rest = frame
        behind = (self.background * 255).astype(np.uint8).copy()
        random = np.random.default_rng(self.seed)
        anchors = _anchors(pixels, rest)
        if self.hair in ("long", "short"):
            self._strands(behind, anchors, random, behind=True)
        elif self.hair == "covered":
            self._scarf(behind, anchors, random, grown=0.3)
        soft = cv2.GaussianBlur(covered, (0, 0), 0.8)[..., None]
        whole = (picture * soft + behind * (1 - soft)).astype(np.uint8)
        if self.hair == "long":
            self._strands(whole, anchors, random, behind=False)
        elif self.hair == "covered":
            self._scarf(whole, anchors, random, grown=-self.hair_reach, hole=True)
        if self.glasses:
            self._spectacles(whole, anchors)
        return whole

    def _strands(self, picture, anchors, random, behind: bool):
        if behind not in self._lines:
            self._lines[behind] = self._hair_lines(len(picture), anchors, random, behind)
        for points, color, thick in self._lines[behind]:
            cv2.polylines(picture, [points], False, color, thick, cv2.LINE_AA, 4)

    def _hair_lines(self, side, anchors, random, behind: bool):
        """Bundles of hair falling from the crown: [(points int [n, 2] in 1/16 pixels, color, thickness)]."""
        center, unit_x, unit_y = anchors
        t = np.linspace(0, 1, 14)
        lines = []
        for _ in range(260 if behind else 140):
            hand = random.choice((-1, 1))
            if behind:
                start, reach = (hand * random.uniform(0.2, 0.8), random.uniform(-1.2, -0.6)), random.uniform(0.72, 1.05)
            else:
                start = hand * random.uniform(0.3, 0.62), random.uniform(-1.0, -0.8)
                reach = 0.82 - self.hair_reach + random.uniform(-0.06, 0.25)
            end = random.uniform(0.9, 1.6) if self.hair == "long" else random.uniform(-0.3, 0.1)
            wave, phase = random.uniform(0, 0.03), random.uniform(0, 7)
            x = hand * reach * (1 - (1 - t) ** 3) + start[0] * (1 - t) ** 3 + wave * np.sin(phase + 9 * t)
            y = start[1] + (end - start[1]) * t
            points = center + x[:, None] * unit_x + y[:, None] * unit_y
            shade = np.clip(self.look.hair * np.exp(random.normal(-0.25 if behind else 0, 0.3)) * self.brightness, 0, 1)
            lines.append((np.round(points * 16).astype(np.int32), (shade * 255).tolist(), int(max(1, side * random.uniform(0.006, 0.016)))))
        return lines

    def _scarf(self, picture, anchors, random, grown: float, hole: bool = False):
        """A cloth around the face: its rim is an oval round the face, folds run along it."""
        center, unit_x, unit_y = anchors
        turns = np.linspace(0, 2 * np.pi, 60)
        rim_x, rim_y = 0.74 + grown * 0.6, 1.02 + grown * 0.4
        oval = center + np.cos(turns)[:, None] * rim_x * unit_x + (np.sin(turns)[:, None] * rim_y - 0.05) * unit_y
        cloth = np.clip(self.look.cloth[::-1] * self.brightness, 0, 1)
        layer = np.tile(cloth * 255, picture.shape[:2] + (1,)).astype(np.float32)
        for _ in range(16):
            grow = random.uniform(1.0, 1.9)
            line = center + (oval - center) * grow + random.normal(0, 3, 2)
            cv2.polylines(
                layer,
                [np.round(line * 16).astype(np.int32)],
                True,
                (cloth * 255 * np.exp(random.normal(0, 0.25))).tolist(),
                int(random.integers(2, 9)),
                cv2.LINE_AA,
                4,
            )
        layer = cv2.GaussianBlur(layer, (0, 0), 2.0)
        keep = np.zeros(picture.shape[:2], np.float32)
        cv2.fillPoly(keep, [np.round(oval * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
        if not hole:
            keep[:] = 0
        keep = cv2.GaussianBlur(keep, (0, 0), 0.8)[..., None]
        shadow = cv2.GaussianBlur(keep, (0, 0), len(picture) / 60)[..., None] ** 0.5 if hole else 1
        picture[:] = (picture * keep * shadow + np.clip(layer, 0, 255) * (1 - keep)).astype(np.uint8)

    def _spectacles(self, picture, anchors):
        center, unit_x, unit_y = anchors
        turns = np.linspace(0, 2 * np.pi, 40)
        thick = int(max(1, len(picture) * 0.008))
        color = (np.clip(self.glasses_color * self.brightness, 0, 1) * 255).tolist()
        for side in (-1, 1):
            x = side * 0.31 + 0.23 * self.glasses * np.sign(np.cos(turns)) * np.abs(np.cos(turns)) ** 0.7
            y = -0.33 + 0.2 * self.glasses * np.sign(np.sin(turns)) * np.abs(np.sin(turns)) ** 0.7
            rim = center + x[:, None] * unit_x + y[:, None] * unit_y
            cv2.polylines(picture, [np.round(rim * 16).astype(np.int32)], True, color, thick, cv2.LINE_AA, 4)
            arm = center + np.array([[side * (0.31 + 0.23 * self.glasses)], [side * 0.85]]) * unit_x + np.array([[-0.36], [-0.33]]) * unit_y
            cv2.polylines(picture, [np.round(arm * 16).astype(np.int32)], False, color, thick, cv2.LINE_AA, 4)
        bridge = center + np.array([[-0.09], [0.0], [0.09]]) * unit_x + np.array([[-0.35], [-0.39], [-0.35]]) * unit_y
        cv2.polylines(picture, [np.round(bridge * 16).astype(np.int32)], False, color, thick, cv2.LINE_AA, 4)


def _anchors(pixels, rest):
    """The face's middle (between eyes and mouth) in pixels, and what a decimetre across and down are there."""

    def at(x, y):
        near = (np.abs(rest[:, 0] - x) < 0.06) & (np.abs(rest[:, 1] - y) < 0.06) & (rest[:, 2] > 0.9)
        return pixels[near, :2].mean(0)

    left, right, high, low = at(-0.4, 6.95), at(0.4, 6.95), at(0, 7.5), at(0, 6.4)
    return (left + right) / 2, (right - left) / 0.8, (low - high) / 1.1


def random_scenery(random: np.random.Generator, look: Appearance, male: float, side: int, exposure: float) -> Scenery:
    hair = random.choice(("none", "short", "long", "covered"), p=(0.25, 0.55, 0.15, 0.05) if male > 0.5 else (0.1, 0.2, 0.6, 0.1))
    return Scenery(
        random_background(random, side),
        look,
        str(hair),
        float(random.uniform(-0.15, 0.14)),
        float(random.uniform(0.8, 1.2)) if random.random() < 0.15 else 0.0,
        random.uniform(0.02, 0.6, 3),
        float(exposure * random.uniform(0.6, 1.0)),
        int(random.integers(2**31)),
    )

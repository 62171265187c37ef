"""Hair as a closed shape: the strands of `pictures.scenery` leave gaps at the crown, which hair seldom has."""

import cv2
import numpy as np

from pictures.scenery import Scenery


class FilledHair(Scenery):
    """The same scene with a cap of hair behind the head, from close-cropped to wide curls or long hair."""

    def _strands(self, picture, anchors, random, behind: bool):
        if behind:
            self._cap(picture, anchors)
        if not behind or self.seed % 3:
            super()._strands(picture, anchors, random, behind)

    def _cap(self, picture, anchors):
        random = np.random.default_rng([self.seed, 5])
        center, unit_x, unit_y = anchors
        turns = np.linspace(0, 2 * np.pi, 90, endpoint=False)
        wide, high = random.uniform(0.72, 1.15), random.uniform(0.72, 1.05)
        x, y = wide * np.cos(turns), -0.5 + high * np.sin(turns)
        if self.hair == "long":
            fall = random.uniform(0.7, 1.7)
            y = np.where(y > -0.5, -0.5 + (y + 0.5) / high * (fall + 0.5), y)
            x = np.sign(x) * np.abs(x / wide) ** random.uniform(0.4, 1) * wide
        rough = 1 + random.uniform(0, 0.05) * np.sin(turns * random.integers(5, 30) + random.uniform(0, 7))
        outline = center + (x * rough)[:, None] * unit_x + (y * rough)[:, None] * unit_y
        side = len(picture)
        base = np.clip(self.look.hair * self.brightness * np.exp(random.normal(-0.1, 0.3)), 0, 1) * 255
        shine = cv2.GaussianBlur(
            random.normal(0, 1, (side, side)).astype(np.float32), (0, 0), random.uniform(0.6, 1.6), sigmaY=random.uniform(2, 9)
        )
        glow = 1 + random.uniform(0.1, 0.9) * np.exp(
            -(((np.mgrid[0:side, 0:side][0] - outline[:, 1].min() - 0.15 * side) / (0.08 * side)) ** 2)
        )
        color = np.clip(base * (glow * (1 + random.uniform(0.1, 0.6) * shine / shine.std()))[..., None], 0, 255)
        share = np.zeros((side, side), np.float32)
        cv2.fillPoly(share, [np.round(outline * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
        share = cv2.GaussianBlur(share, (0, 0), random.uniform(0.4, 1.5))[..., None]
        picture[:] = (picture * (1 - share) + color * share).astype(np.uint8)

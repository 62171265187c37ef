"""From decimetres to pixels, and where the face is in the picture."""

from dataclasses import dataclass

import numpy as np

FOREHEAD, CHIN = 7.63, 6.20
"""Heights of the middle of the forehead and of the chin (the face mesh's points 151 and 152) on the neutral base mesh;
like `INSET` the median over forty drawn people of where a MediaPipe face mesh lies."""
INSET = 0.04
"""The face mesh's outermost points at the cheeks lie inside the outline, by this share of the width on each side."""
BELOW_CHIN = 0.04
"""The box ends below the chin by this share of the distance from the forehead's middle to the chin."""


@dataclass
class Camera:
    distance: float
    """from the face, decimetres"""
    yaw: float
    pitch: float
    roll: float
    """radians: the head's pose"""

    def turn(self, points: np.ndarray, pivot: np.ndarray) -> np.ndarray:
        """Head space [n, 3] -> the same turned about the pivot, which becomes the origin."""
        (cy, sy), (cp, sp), (cr, sr) = ((np.cos(a), np.sin(a)) for a in (self.yaw, self.pitch, self.roll))
        yaw = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return (points - pivot) @ (roll @ pitch @ yaw).T

    def project(self, turned: np.ndarray) -> np.ndarray:
        """Turned points -> plane [n, 3]: right, down, depth (larger is nearer); unit is a decimetre at the pivot."""
        shrink = self.distance / (self.distance - turned[:, 2])
        return np.stack([turned[:, 0] * shrink, -turned[:, 1] * shrink, turned[:, 2]], 1)


def face_box(plane: np.ndarray, rest: np.ndarray, masks: dict[str, np.ndarray]) -> np.ndarray:
    """The box [left, top, right, bottom] that the service finds, from the skin's points at rest in the plane.

    Left and right: the outermost points of the face at the height of the cheeks, without ears. Top: the height of the
    forehead's middle. Bottom: the chin and a little more.
    """
    cheeks = (rest[:, 1] > 6.8) & (rest[:, 1] < 7.25) & (rest[:, 2] > 0.25) & (masks["ears"] < 0.3)
    middle = (np.abs(rest[:, 0]) < 0.05) & (rest[:, 2] > 1.2)

    def height(level):
        near = np.flatnonzero(middle & (np.abs(rest[:, 1] - level) < 0.12))
        near = near[np.argsort(rest[near, 1])]
        return np.interp(level, rest[near, 1], plane[near, 1])

    forehead, chin = height(FOREHEAD), height(CHIN)
    left, right = plane[cheeks, 0].min(), plane[cheeks, 0].max()
    inset = INSET * (right - left)
    return np.array([left + inset, forehead, right - inset, chin + BELOW_CHIN * (chin - forehead)])

"""A head as a handful of meshes: skin, tongue, two eyeballs, two dentures. One topology for everybody."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from head import eyes, teeth
from head.assets import base_mesh
from head.mouth import vertex_mask
from head.subdivision import subdivide

MASKS = ("lips", "inside-mouth", "eyelids", "ears", "face")


@dataclass
class Part:
    """Points in decimetres, quads wound counter-clockwise seen from outside."""

    points: np.ndarray
    quads: np.ndarray


class Anatomy:
    """The topology, cut off below `lowest` (height in the neutral base mesh) and subdivided `levels` times."""

    def __init__(self, levels: int, lowest: float):
        self.levels, self.lowest = levels, lowest
        vertices, faces, _, groups = base_mesh()
        high = vertices[faces].mean(1)[:, 1] > lowest
        self._skin, self._tongue = (faces[(groups == name) & high] for name in ("body", "helper-tongue"))

    def _refinement(self, faces: np.ndarray):
        used, inverse = np.unique(faces, return_inverse=True)
        matrix, quads = subdivide(inverse.reshape(-1, 4), len(used), self.levels)
        return used, matrix, quads

    @cached_property
    def skin(self):
        """-> base vertices used, matrix to the refined points, quads"""
        return self._refinement(self._skin)

    @cached_property
    def tongue(self):
        return self._refinement(self._tongue)

    @cached_property
    def rest(self) -> np.ndarray:
        """Where each refined point of the skin lies on the neutral base mesh [n, 3]: coordinates that do not depend on the person."""
        used, matrix, _ = self.skin
        return matrix @ base_mesh()[0][used]

    @cached_property
    def masks(self) -> dict[str, np.ndarray]:
        """`MASKS` at the refined points of the skin, each [n] in 0..1."""
        used, matrix, _ = self.skin
        return {name: np.clip(matrix @ vertex_mask(name)[used], 0, 1) for name in MASKS}

    def parts(self, vertices: np.ndarray, gaze=(0.0, 0.0, 1.0)) -> dict[str, Part]:
        """Vertices of the base mesh [19158, 3], identity and mouth included -> the meshes."""
        made = {}
        for name, (used, matrix, quads) in (("skin", self.skin), ("tongue", self.tongue)):
            made[name] = Part(matrix @ vertices[used], quads)
        ball, ball_quads = eyes.ball_mesh()
        turn = eyes.looking(np.asarray(gaze, float))
        for side in ("left", "right"):
            center, radius = eyes.place(vertices, side)
            made[f"{side}-eye"] = Part(center + radius * ball @ turn.T, ball_quads)
        for jaw in ("upper", "lower"):
            made[f"{jaw}-teeth"] = Part(teeth.placed(jaw, vertices), teeth.denture(jaw)[1])
        return made

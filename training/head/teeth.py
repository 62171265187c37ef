"""Teeth and gums, one crown after the other along the arch of the base mesh's coarse dentures."""

from functools import cache

import numpy as np

from head.assets import base_mesh

# Widths of the crowns from the middle outwards and their heights, in decimetres (averages of anatomy books).
_WIDTHS = {"upper": (0.086, 0.066, 0.076, 0.070, 0.067, 0.100), "lower": (0.054, 0.060, 0.068, 0.070, 0.071, 0.105)}
_HEIGHTS = {"upper": (0.105, 0.092, 0.102, 0.086, 0.080, 0.074), "lower": (0.088, 0.092, 0.104, 0.086, 0.080, 0.074)}
_DEPTHS = (0.070, 0.062, 0.078, 0.085, 0.090, 0.100)
_BLUNT = (0.22, 0.22, 0.45, 0.75, 0.8, 0.9)
"""Thickness at the edge as a share of the thickness at the gum: incisors are blades, molars blocks."""


def _helper(jaw: str) -> np.ndarray:
    faces, groups = base_mesh()[1], base_mesh()[3]
    return np.unique(faces[groups == f"helper-{jaw}-teeth"])


def _crown(width: float, height: float, depth: float, blunt: float, sides: int = 16, rows: int = 7):
    """A crown in its own frame: x along the arch, y from the gum (0) to the edge (height), z outwards."""
    turns = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    c, s = np.cos(turns), np.sin(turns)
    square = 0.55
    x, z = np.sign(c) * np.abs(c) ** square, np.sign(s) * np.abs(s) ** square
    points = []
    for row in range(rows + 1):
        t = row / rows
        round_off = np.sqrt(max(0.0, 1 - max(0.0, (t - 0.86) / 0.14) ** 2 * 0.75))
        wide = (0.80 + 0.20 * np.sin(np.pi * min(t, 0.75) / 1.5)) * (0.55 + 0.45 * round_off)
        thick = (1 - (1 - blunt) * t) * round_off
        bulge = 0.12 * np.sin(np.pi * min(1, t * 1.1)) * depth
        points.append(np.stack([x * width / 2 * wide, np.full(sides, height * t), z * depth / 2 * thick + bulge], 1))
    points.append(np.array([[0, height, 0.06 * depth]]))
    here, then = np.arange(sides), (np.arange(sides) + 1) % sides
    quads = [np.stack([r * sides + here, (r + 1) * sides + here, (r + 1) * sides + then, r * sides + then], 1) for r in range(rows)]
    tip = (rows + 1) * sides
    quads.append(np.stack([rows * sides + here, np.full(sides, tip), np.full(sides, tip), rows * sides + then], 1))
    return np.concatenate(points), np.concatenate(quads)


def _arch(jaw: str):
    """-> function from length along the arch to (point x z, angle of its tangent), over the coarse dentures."""
    helper = base_mesh()[0][_helper(jaw)]
    half, front = helper[:, 0].max() * 1.03, helper[:, 2].max()
    depth = (front - helper[:, 2].min()) * 1.3
    x = np.linspace(0, half * 0.999, 400)
    z = front - depth * (1 - np.sqrt(1 - (x / half) ** 2))
    length = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(z)))])

    def at(where: float):
        side, where = np.sign(where) or 1.0, abs(where)
        px, pz = np.interp(where, length, x), np.interp(where, length, z)
        qx, qz = np.interp(where + 1e-3, length, x), np.interp(where + 1e-3, length, z)
        return side * px, pz, side * np.arctan2(qz - pz, qx - px)

    return at


@cache
def denture(jaw: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Teeth and gum of the `upper` or `lower` jaw on the neutral base mesh.

    -> points [n, 3], quads [m, 4], share of gum per point [n] (0 enamel, 1 gum)
    """
    helper = base_mesh()[0][_helper(jaw)]
    edge = helper[:, 1].min() + 0.022 if jaw == "upper" else helper[:, 1].max() + 0.005
    way = -1.0 if jaw == "upper" else 1.0
    at = _arch(jaw)
    points, quads, gum = [], [], []

    def add(some_points, some_quads, share):
        quads.append(some_quads + sum(len(p) for p in points))
        points.append(some_points)
        gum.append(np.broadcast_to(share, len(some_points)).astype(float))

    for side in (-1, 1):
        start = 0.0
        for n, (width, height) in enumerate(zip(_WIDTHS[jaw], _HEIGHTS[jaw])):
            depth = _DEPTHS[n] * (0.85 if jaw == "lower" else 1)
            crown, faces = _crown(width * 0.985, height, depth, _BLUNT[n])
            x, z, angle = at(side * (start + width / 2))
            start += width
            raised = (0.006 if n == 1 else 0.004 * max(0, n - 2)) * (1 if jaw == "upper" else 0.5)
            turned = np.stack(
                [
                    crown[:, 0] * np.cos(angle) - (crown[:, 2] - depth / 2) * np.sin(angle),
                    way * (crown[:, 1] - height) + edge - way * raised,
                    crown[:, 0] * np.sin(angle) + (crown[:, 2] - depth / 2) * np.cos(angle),
                ],
                1,
            )
            turned += [x, 0, z]
            add(turned, faces if way > 0 else faces[:, ::-1], np.clip((0.10 - crown[:, 1] / height) * 12, 0, 1))
    along = np.linspace(-sum(_WIDTHS[jaw]), sum(_WIDTHS[jaw]), 61)
    rows = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = np.stack([0.052 * np.cos(rows), 0.085 * np.sin(rows)], 1)
    tube = []
    for where in along:
        x, z, angle = at(where)
        out = ring[:, 0] - 0.05
        scallop = 0.012 * np.cos(2 * np.pi * where / 0.075)
        tube.append(np.stack([x - out * np.sin(angle), edge - way * (0.155 + scallop) + ring[:, 1], z + out * np.cos(angle)], 1))
    here, then, count = np.arange(12), (np.arange(12) + 1) % 12, 12
    faces = np.concatenate(
        [np.stack([r * count + here, r * count + then, (r + 1) * count + then, (r + 1) * count + here], 1) for r in range(len(along) - 1)]
    )
    add(np.concatenate(tube), faces, 1.0)
    return np.concatenate(points), np.concatenate(quads), np.concatenate(gum)


def placed(jaw: str, vertices: np.ndarray) -> np.ndarray:
    """The denture's points [n, 3] where the coarse one of `vertices` [19158, 3] is (affine, least squares)."""
    helper = _helper(jaw)
    neutral = base_mesh()[0][helper]
    system = np.concatenate([neutral, np.ones((len(helper), 1))], 1)
    affine, *_ = np.linalg.lstsq(system, vertices[helper], rcond=None)
    points = denture(jaw)[0]
    return np.concatenate([points, np.ones((len(points), 1))], 1) @ affine

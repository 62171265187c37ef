"""Eyeballs: where they sit in a head, and a round mesh for them."""

from functools import cache

import numpy as np

GROUPS = {"left": slice(14598, 14670), "right": slice(14670, 14742)}
"""The vertices of the base mesh's own, coarse eyeballs."""

IRIS_ANGLE = np.radians(27)
"""From the axis of the eye to the rim of the iris."""


def place(vertices: np.ndarray, side: str) -> tuple[np.ndarray, float]:
    """-> center [3] and radius of an eyeball in the base mesh's lengths."""
    ball = vertices[GROUPS[side]]
    low, high = ball.min(0), ball.max(0)
    return (low + high) / 2, float((high - low)[:2].mean() / 2)


@cache
def ball_mesh(rings: int = 36, spokes: int = 48, reach: float = 110.0) -> tuple[np.ndarray, np.ndarray]:
    """A unit ball looking along +z: points [n, 3], quads [m, 4] (the innermost are triangles with a repeated corner).

    Rings are closer together in and around the iris; `reach` is the last ring's angle from the axis in degrees.
    """
    angles = np.radians(reach) * np.linspace(0, 1, rings + 1)[1:] ** 1.5
    turns = np.linspace(0, 2 * np.pi, spokes, endpoint=False)
    points = [np.array([[0, 0, 1.0]])]
    for angle in angles:
        points.append(np.stack([np.sin(angle) * np.cos(turns), np.sin(angle) * np.sin(turns), np.full(spokes, np.cos(angle))], 1))
    here, then = np.arange(spokes), (np.arange(spokes) + 1) % spokes
    quads = [np.stack([np.zeros(spokes, int), 1 + here, 1 + then, 1 + then], 1)]
    for ring in range(rings - 1):
        inner, outer = 1 + ring * spokes, 1 + (ring + 1) * spokes
        quads.append(np.stack([inner + here, outer + here, outer + then, inner + then], 1))
    return np.concatenate(points), np.concatenate(quads)


def looking(direction: np.ndarray) -> np.ndarray:
    """-> rotation [3, 3] that turns +z to `direction`."""
    forward = direction / np.linalg.norm(direction)
    left = np.cross([0, 1.0, 0], forward)
    left /= np.linalg.norm(left)
    return np.stack([left, np.cross(forward, left), forward], 1)

"""Hair that grows: roots on the skin, then step by step along a field of directions, kept off head and shoulders."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from pictures.coloring import smooth
from pictures.noise import value_noise


def rows(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


class Ground:
    """The skin that hair grows on and lies on: points, normals, coordinates of the neutral mesh."""

    def __init__(self, points, quads, rest, ears):
        """`ears`: share of ear at each point; hair lies over ears as if they were not there."""
        self.points, self.quads, self.rest = points, quads, rest
        a, b, c = (points[quads[:, i]] for i in (0, 1, 2))
        normal = np.cross(b - a, points[quads[:, 3]] - a) + np.cross(b - a, c - a)
        self.area = np.linalg.norm(normal, axis=1)
        self.normals = np.zeros_like(points)
        for corner in range(4):
            np.add.at(self.normals, quads[:, corner], normal)
        self.normals = rows(self.normals)
        self._outer = np.flatnonzero(ears < 0.2)[::3]
        self._tree = cKDTree(points[self._outer])
        _, near = self._tree.query(points[self._outer], k=40, workers=-1)
        self._calm = rows(self.normals[self._outer][near].mean(1))

    def roots(self, density: np.ndarray, count: int, random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Places on the skin, likelier where `density` [n points] is high -> points, normals, rest, each [count, 3]."""
        weight = density[self.quads].mean(1) * self.area
        chosen = self.quads[random.choice(len(self.quads), count, p=weight / weight.sum())]
        u, v = random.random((2, count, 1))
        shares = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
        return tuple(sum(share * field[chosen[:, i]] for i, share in enumerate(shares)) for field in (self.points, self.normals, self.rest))

    def kept_off(self, places: np.ndarray, distance: np.ndarray, hug: np.ndarray) -> np.ndarray:
        """Places [n, 3] pushed out to at least `distance` [n] from the skin, and drawn back to it by the share `hug`."""
        _, near = self._tree.query(places, workers=-1)
        normal = self._calm[near]
        height = ((places - self.points[self._outer[near]]) * normal).sum(1)
        move = np.maximum(distance - height, 0) - hug * np.maximum(height - distance, 0)
        return places + move[:, None] * normal


@dataclass
class Growth:
    """How a patch of hair grows. Lengths in decimetres."""

    density: Callable
    """rest [n, 3] -> weight [n]"""
    count: int
    length: Callable
    """roots' rest [n, 3] -> length [n]"""
    comb: Callable
    """(places, roots' rest, share of length 0..1) -> direction wished for [n, 3]"""
    steps: int = 24
    lift: float = 0.5
    """how much it stands up at the root: share of the normal in the first direction"""
    body: float = 0.12
    """how thick the hair lies: the outermost strands' distance from the skin"""
    flat_crown: float = 1.0
    """`body` on top of the head as a share of itself"""
    hug: float = 0.0
    """how strongly it is drawn back to the skull where it flies off"""
    hug_above: tuple = (7.2, 7.7)
    """heights between which `hug` sets in"""
    stiffness: float = 0.6
    clumps: int = 800
    clumping: float = 0.6
    curl: float = 0.0
    """radius"""
    curls: float = 3.0
    """turns per decimetre"""
    wave: float = 0.0
    waves: float = 0.9
    frizz: float = 0.02
    ragged: float = 0.15
    """unevenness of lengths"""
    width: float = 0.0024
    collide: bool = True


def grow(ground: Ground, growth: Growth, random: np.random.Generator):
    """-> strands [n, steps + 1, 3], radii [n, steps + 1], shades [n]"""
    start, normal, rest = ground.roots(growth.density(ground.rest), growth.count, random)
    length = growth.length(rest) * (1 + growth.ragged * random.normal(size=len(start)))
    length = np.maximum(length, 0.02)
    layer = random.beta(1.2, 1.2, len(start)) * growth.body
    direction = rows(growth.lift * normal + (1 - growth.lift) * growth.comb(start, rest, 0.0))
    line = [start]
    place, step = start, (length / growth.steps)[:, None]
    for n in range(1, growth.steps + 1):
        share = n / growth.steps
        wished = growth.comb(place, rest, share)
        stiff = growth.stiffness
        direction = rows(stiff * direction + (1 - stiff) * wished)
        following = place + step * direction
        if growth.collide:
            reach = np.minimum(layer, 0.015 + layer * np.minimum(1, share * length / (2.5 * growth.body + 0.05)))
            reach = reach * (1 - (1 - growth.flat_crown) * smooth(following[:, 1], 7.7, 8.25))
            hug = growth.hug * smooth(following[:, 1], *growth.hug_above)
            following = ground.kept_off(following, reach, hug)
        direction = rows(following - place)
        place = following
        line.append(place)
    strands = np.stack(line, 1)
    strands = _clumped(strands, growth, rest, length, random)
    taper = np.linspace(1, 0.25, growth.steps + 1) ** 0.7
    shades = np.clip(0.45 + 0.22 * random.normal(size=len(start)) + 0.25 * value_noise(rest, 6.0, 77), 0, 1)
    return strands, growth.width * taper[None] * random.uniform(0.7, 1.2, (len(start), 1)), shades


def _clumped(strands, growth: Growth, rest, length, random):
    """Locks: strands draw near a leader, locks curl and wave together, single strands stray."""
    count, points, _ = strands.shape
    share = np.linspace(0, 1, points)[None, :, None]
    along = share * length[:, None, None]
    if growth.clumps and growth.clumping:
        leaders = random.choice(count, min(growth.clumps, count), replace=False)
        _, mine = cKDTree(rest[leaders]).query(rest)
        leader = leaders[mine]
        pull = growth.clumping * share**0.8 * random.uniform(0.5, 1.0, (count, 1, 1))
        away = strands - strands[leader]
        far = np.linalg.norm(away[:, -1:], axis=-1, keepdims=True)
        strands = strands - away * pull * np.clip(1.2 - far / 1.5, 0, 1)
        phase = random.uniform(0, 2 * np.pi, len(leaders))[mine][:, None, None]
        pace = random.uniform(0.8, 1.25, len(leaders))[mine][:, None, None]
    else:
        phase, pace = random.uniform(0, 2 * np.pi, (count, 1, 1)), 1.0
    tangent = rows(np.gradient(strands, axis=1))
    side = rows(np.cross(tangent, np.array([0.13, 0.2, 1.0])))
    other = np.cross(tangent, side)
    if growth.curl:
        turn = 2 * np.pi * growth.curls * along * pace + phase + random.normal(0, 0.35, (count, 1, 1))
        radius = growth.curl * np.minimum(1, along / 0.25) * random.uniform(0.75, 1.2, (count, 1, 1))
        strands = strands + radius * (np.cos(turn) * side + np.sin(turn) * other)
    if growth.wave:
        drift = 2.5 * value_noise(rest, 1.3, 5)[:, None, None]
        turn = 2 * np.pi * growth.waves * along + drift + 0.5 * np.sin(phase)
        strands = strands + growth.wave * np.minimum(1, along / 0.8) * np.sin(turn) * side
    if growth.frizz:
        wobble = random.normal(size=(count, 6, 3))
        knots = np.linspace(0, 5, points)
        low = np.minimum(knots.astype(int), 4)
        blend = (knots - low)[None, :, None]
        strands = strands + growth.frizz * share * (wobble[:, low] * (1 - blend) + wobble[:, low + 1] * blend)
    return strands

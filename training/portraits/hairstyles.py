"""How heads of hair are worn: each style is a list of `Growth`s. Places are those of a head whose eyes are level with
the neutral base mesh's, so that heights mean the same on everybody."""

import numpy as np

from pictures.coloring import smooth
from pictures.noise import value_noise
from portraits.strands import Growth, rows

CENTRE = np.array([0.0, 7.62, 0.52])
"""About the middle of the skull."""

# The hairline: its height over the angle from the front (0) past temple, sideburn, ear and behind it to the nape (pi).
_ANGLES = np.array([0.00, 0.30, 0.52, 0.68, 0.84, 1.00, 1.14, 1.30, 1.42, 1.75, 2.00, 2.40, 3.15])
_HEIGHTS = np.array([7.93, 7.93, 7.89, 7.80, 7.62, 7.34, 7.10, 7.12, 7.40, 7.36, 6.85, 6.52, 6.40])


def scalp(rest: np.ndarray, receding: float = 0.0, raised: float = 0.0) -> np.ndarray:
    """-> how surely hair grows at a place, 0..1; `receding` moves the temples back, `raised` lifts the whole line."""
    angle = np.arctan2(np.abs(rest[:, 0]), rest[:, 2] - 0.5)
    line = np.interp(angle, _ANGLES, _HEIGHTS) + raised
    line = line + receding * (0.30 * np.exp(-(((angle - 0.5) / 0.25) ** 2)) + 0.10 * np.exp(-((angle / 0.3) ** 2)))
    line = line + 0.03 * value_noise(rest, 9.0, 3)
    return smooth(rest[:, 1], line - 0.02, line + 0.07) * (rest[:, 1] > 6.3)


def _vector(rest, x, y, z):
    return np.stack([np.broadcast_to(part, len(rest)).astype(float) for part in (x, y, z)], 1)


def _beside_face(place, side):
    """Push hair that would fall over the face outwards."""
    over = smooth(place[:, 2], 0.55, 0.9) * (1 - smooth(place[:, 1], 7.75, 8.0)) * (1 - smooth(np.abs(place[:, 0]), 0.66, 0.8))
    return (over * side)[:, None] * np.array([2.6, 0.0, -0.5])


def long(
    part: float,
    length: float,
    wave: float = 0.03,
    body: float = 0.16,
    curl: float = 0.0,
    count: int = 42000,
    behind: float = 0.0,
    frizz: float = 0.03,
) -> list[Growth]:
    """Parted at x = `part`, falling to `length`; `behind` lays it behind the shoulders."""

    def comb(place, rest, share):
        side = np.where(rest[:, 0] > part + 0.015 * value_noise(rest, 8, 9), 1.0, -1.0)
        crown = smooth(place[:, 1], 7.65, 8.25) * (1 - smooth(np.abs(place[:, 0]), 0.34, 0.66))
        across = _vector(rest, side * 1.0, -0.05, -0.42 * smooth(rest[:, 2], 0.4, 1.2) - 0.05)
        fall = _vector(
            rest,
            side * 0.10 * smooth(place[:, 1], 6.9, 7.6) - 0.22 * side * (1 - smooth(place[:, 1], 6.2, 7.0)),
            -1.0,
            -behind * (1 - smooth(place[:, 1], 6.4, 7.4)),
        )
        return rows(across * crown[:, None] + fall * (1 - crown)[:, None] + _beside_face(place, side))

    def grown(rest):
        return length * (1 - 0.10 * smooth(rest[:, 1], 7.2, 6.6))

    return [
        Growth(
            scalp,
            count,
            grown,
            comb,
            steps=34,
            lift=0.34,
            body=body,
            flat_crown=0.45,
            hug=0.6,
            hug_above=(6.8, 7.7),
            stiffness=0.60,
            clumps=420,
            clumping=0.62,
            wave=wave,
            waves=0.55,
            curl=curl,
            curls=0.9,
            frizz=frizz,
            ragged=0.06,
        )
    ]


def fringe(length: float = 0.62, half: float = 0.5, count: int = 9000) -> list[Growth]:
    """Bangs over the forehead, added to another style."""

    def density(rest):
        return scalp(rest) * (1 - smooth(np.abs(rest[:, 0]), half - 0.08, half + 0.05)) * smooth(rest[:, 2], 0.75, 0.95)

    def comb(place, rest, share):
        ahead = smooth(place[:, 1], 8.0, 8.3) * (1 - smooth(place[:, 2], 1.1, 1.4))
        return rows(
            _vector(rest, 0.25 * rest[:, 0], -1.0, 0.0) * (1 - ahead)[:, None] + _vector(rest, 0.3 * rest[:, 0], 0.1, 1.0) * ahead[:, None]
        )

    def grown(rest):
        return length + 0.75 * (1.28 - rest[:, 2]) + 0.25 * smooth(np.abs(rest[:, 0]), 0.3, 0.55)

    return [
        Growth(
            density,
            count,
            grown,
            comb,
            steps=22,
            lift=0.30,
            body=0.10,
            hug=0.4,
            hug_above=(7.7, 8.0),
            stiffness=0.5,
            clumps=240,
            clumping=0.55,
            frizz=0.012,
            ragged=0.035,
        )
    ]


def tied(knot=(0.0, 7.9, -0.62), count: int = 34000, body: float = 0.06) -> list[Growth]:
    """Drawn back to a knot on the back of the head; `bun` makes the knot."""
    goal = np.array(knot)

    def comb(place, rest, share):
        return rows(goal - place)

    def grown(rest):
        return 1.15 * np.linalg.norm(goal - rest, axis=1)

    return [
        Growth(
            scalp,
            count,
            grown,
            comb,
            steps=24,
            lift=0.22,
            body=body,
            stiffness=0.35,
            clumps=500,
            clumping=0.30,
            frizz=0.014,
            ragged=0.02,
            wave=0.012,
        )
    ]


def bun(knot, radius: float, random: np.random.Generator, count: int = 7000):
    """-> strands wound round a ball, radii, shades (not grown: laid)"""
    turns = np.linspace(0, 1, 26)
    axis = rows(random.normal(size=(9, 3)) + [0, 0.5, -0.6])[random.integers(9, size=count)]
    axis = rows(axis + 0.08 * random.normal(size=axis.shape))
    first = rows(np.cross(axis, random.normal(size=(count, 3))))
    second = np.cross(axis, first)
    angle = random.uniform(0, 2 * np.pi, (count, 1)) + turns[None] * random.uniform(1.2, 3.2, (count, 1))
    height = np.clip(random.normal(0, 0.42, (count, 1)), -0.9, 0.9) + 0.12 * np.sin(angle * 2)
    ring = np.sqrt(np.maximum(0, 1 - height**2))
    ball = (
        (np.cos(angle) * ring)[..., None] * first[:, None]
        + (np.sin(angle) * ring)[..., None] * second[:, None]
        + height[..., None] * axis[:, None]
    )
    shell = radius * random.uniform(0.86, 1.03, (count, 1, 1))
    strands = np.array(knot) + ball * shell * np.array([1.0, 0.86, 0.9])
    return strands, np.full(strands.shape[:2], 0.0026), np.clip(random.normal(0.45, 0.22, count), 0, 1)


def swept(
    length: float,
    sweep: float,
    fade: float = 0.3,
    count: int = 36000,
    lift: float = 0.5,
    receding: float = 0.2,
    curl: float = 0.0,
    back: float = 0.5,
    frizz: float = 0.018,
) -> list[Growth]:
    """Short back and sides, longer on top and combed to a side (`sweep` -1..1) and back (`back`)."""

    def top(rest):
        return smooth(rest[:, 1] - 0.30 * np.abs(rest[:, 0]) + 0.1 * rest[:, 2], 7.72, 8.05)

    def comb(place, rest, share):
        high = top(rest)[:, None]
        crest = rows(_vector(rest, sweep + 0.5 * rest[:, 0], 0.35 - 0.9 * share, -back + 0.2 * smooth(rest[:, 2], 0.9, 0.2)))
        low = rows(_vector(rest, 0.0, -1.0, -0.45 + 0.2 * share))
        return rows(crest * high + low * (1 - high))

    def grown(rest):
        high = top(rest)
        return (
            length
            * (fade + (1 - fade) * high)
            * (1 + 0.25 * high * smooth(rest[:, 2], 0.5, 1.2))
            * (0.35 + 0.65 * smooth(rest[:, 1], 6.6, 7.3))
        )

    return [
        Growth(
            lambda rest: scalp(rest, receding),
            count,
            grown,
            comb,
            steps=14,
            lift=lift,
            body=0.22 * length + 0.02,
            hug=0.25,
            hug_above=(6.0, 6.5),
            stiffness=0.55,
            clumps=620,
            clumping=0.55,
            frizz=frizz,
            ragged=0.14,
            curl=curl,
            curls=2.2,
        )
    ]


def cropped(length: float = 0.07, count: int = 60000, receding: float = 0.15, curl: float = 0.0) -> list[Growth]:
    """As the clippers leave it."""

    def comb(place, rest, share):
        return rows(_vector(rest, 0.2 * rest[:, 0], -0.55, 0.55 * smooth(rest[:, 1], 7.9, 8.3) - 0.3))

    return [
        Growth(
            lambda rest: scalp(rest, receding),
            count,
            lambda rest: np.full(len(rest), length) * (0.4 + 0.6 * smooth(rest[:, 1], 6.8, 7.6)),
            comb,
            steps=6,
            lift=0.6,
            body=0.05,
            stiffness=0.7,
            clumps=0,
            frizz=length * 0.25,
            curl=curl,
            curls=9.0,
            ragged=0.2,
            width=0.0020,
        )
    ]


def coils(
    length: float,
    count: int = 30000,
    curl: float = 0.030,
    curls: float = 4.2,
    droop: float = 0.15,
    receding: float = 0.0,
    clumps: int = 2600,
    raised: float = 0.0,
) -> list[Growth]:
    """Curls standing away from the head all round: from a cloud (little `droop`) to ringlets."""

    def comb(place, rest, share):
        away = rows(place - CENTRE)
        return rows(
            away + _vector(rest, 0.0, -droop * (0.3 + 2.0 * share), 0.0) + _beside_face(place, np.where(rest[:, 0] > 0, 1.0, -1.0)) * 0.3
        )

    def grown(rest):
        return length * (0.62 + 0.38 * smooth(rest[:, 1], 6.7, 7.9)) * (0.8 + 0.2 * smooth(1.45 - rest[:, 2], 0.0, 0.5))

    return [
        Growth(
            lambda rest: scalp(rest, receding, raised),
            count,
            grown,
            comb,
            steps=40,
            lift=0.8,
            body=length * 0.75,
            stiffness=0.7,
            clumps=clumps,
            clumping=0.75,
            curl=curl,
            curls=curls,
            frizz=0.03,
            ragged=0.12,
            width=0.0025,
        )
    ]


def waves(length: float, count: int = 30000, curl: float = 0.05, receding: float = 0.1, forward: float = 0.35) -> list[Growth]:
    """A tousled mop: short at the sides, thick curls on top that tumble forward."""

    def comb(place, rest, share):
        away = rows(place - CENTRE)
        top = smooth(rest[:, 1], 7.6, 8.05)[:, None]
        tumble = _vector(rest, 0.15 * np.sin(9 * rest[:, 0]), 0.25 - 0.8 * share, forward)
        return rows(top * (0.7 * away + tumble) + (1 - top) * _vector(rest, 0.25 * np.sign(rest[:, 0]), -1.0, -0.3))

    def grown(rest):
        return length * (0.30 + 0.70 * smooth(rest[:, 1], 7.45, 7.95))

    return [
        Growth(
            lambda rest: scalp(rest, receding),
            count,
            grown,
            comb,
            steps=26,
            lift=0.55,
            body=0.26,
            hug=0.12,
            hug_above=(6.0, 6.5),
            stiffness=0.65,
            clumps=420,
            clumping=0.72,
            curl=curl,
            curls=1.9,
            frizz=0.025,
            ragged=0.15,
        )
    ]

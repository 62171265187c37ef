"""Eyebrows, eyelashes and beards, hair by hair."""

import cv2
import numpy as np

from head import eyes
from pictures.coloring import beard_area, brow_area, smooth
from pictures.raster import rasterize
from portraits.strands import Growth, rows


def brows(thickness: float, tilt: float, length: float) -> Growth:
    def comb(place, rest, share):
        x = np.abs(rest[:, 0])
        outward = smooth(x, 0.10, 0.26)
        falling = smooth(x, 0.30, 0.50)
        up = 1.0 - 0.85 * outward - 0.65 * falling
        lower = smooth(7.475 - rest[:, 1], -0.03, 0.04)
        return rows(
            np.stack([np.sign(rest[:, 0]) * (0.15 + outward), up * (0.4 + lower) - 0.25 * (1 - lower) * outward, np.full(len(x), 0.12)], 1)
        )

    def density(rest):
        return brow_area(rest, thickness, tilt) * (rest[:, 2] > 0.9) * (0.25 + 0.75 * smooth(np.abs(rest[:, 0]), 0.12, 0.26))

    return Growth(
        density,
        700,
        lambda rest: length * (1 - 0.45 * smooth(np.abs(rest[:, 0]), 0.3, 0.55)),
        comb,
        steps=6,
        lift=0.30,
        body=0.012,
        stiffness=0.35,
        clumps=260,
        clumping=0.35,
        frizz=0.006,
        width=0.0014,
        collide=False,
    )


def beard(length: float, amount: float, lips: np.ndarray, moustache: float, patch: str = "full") -> list[Growth]:
    """`lips`: the lip mask at the ground's points."""

    def density(rest):
        chin, over = beard_area(rest, lips)
        if patch == "goatee":
            chin = chin * (1 - smooth(np.abs(rest[:, 0]), 0.26, 0.38)) * smooth(rest[:, 2], 0.7, 0.9)
        return chin * (rest[:, 2] > -0.1)

    def over(rest):
        return beard_area(rest, lips)[1] * (rest[:, 2] > 1.0)

    def down(place, rest, share):
        x = rest[:, 0]
        return rows(
            np.stack(
                [
                    0.25 * np.sign(x) * smooth(np.abs(x), 0.1, 0.4) - 0.35 * x * share,
                    np.full(len(x), -1.0),
                    0.35 * smooth(np.abs(x), 0.6, 0.0) * (1 - share),
                ],
                1,
            )
        )

    def sideways(place, rest, share):
        x = rest[:, 0]
        return rows(np.stack([np.sign(x) * (0.45 + np.abs(x)), -0.85 - 0.3 * share + 0 * x, 0.25 - 0.5 * share + 0 * x], 1))

    # What was shaved two days ago stands hair by hair, thin and close.
    long = smooth(length, 0.02, 0.06)
    many = amount * (3 - 2 * long)
    grown = [
        Growth(
            density,
            int(9000 * many),
            lambda rest: length * (0.6 + 0.6 * smooth(6.75 - rest[:, 1], 0, 0.5)),
            down,
            steps=10,
            lift=0.45,
            body=length * 0.45,
            stiffness=0.6,
            clumps=700,
            clumping=0.45 * long,
            curl=length * 0.12,
            curls=0.45 / length,
            frizz=length * 0.12,
            ragged=0.25,
            width=0.0010 + 0.0012 * long,
        )
    ]
    if moustache:
        grown.append(
            Growth(
                over,
                int(1500 * many),
                lambda rest: np.full(len(rest), moustache),
                sideways,
                steps=8,
                lift=0.35,
                body=0.03,
                stiffness=0.5,
                clumps=200,
                clumping=0.5 * long,
                frizz=0.012,
                width=0.0010 + 0.0011 * long,
            )
        )
    return grown


def _eye_rim(points, quads, vertices, side, size=700, reach=0.30):
    """The outline of the visible eyeball from the front -> upper and lower rim [k, 3] from the nose outwards."""
    center, radius = eyes.place(vertices, side)
    ball, ball_quads = eyes.ball_mesh()
    near = np.abs(points[quads].mean(1) - center).max(1) < reach * 1.2
    both = np.concatenate([points, center + radius * ball])
    faces = np.concatenate([quads[near], ball_quads + len(points)])
    triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]]).astype(np.int32)
    skin_count = near.sum()
    is_eye = np.tile(np.arange(len(faces)) >= skin_count, 2)
    scale = size / (2 * reach)
    flat = np.stack([(both[:, 0] - center[0]) * scale + size / 2, size / 2 - (both[:, 1] - center[1]) * scale, both[:, 2]], 1)
    seen, _, depth = rasterize(flat, triangles, size, size)
    mask = ((seen >= 0) & is_eye[seen]).astype(np.uint8)
    outline = max(cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)[:, 0]
    x = (outline[:, 0] - size / 2) / scale + center[0]
    y = (size / 2 - outline[:, 1]) / scale + center[1]
    z = depth[outline[:, 1], outline[:, 0]] + 0.012
    rim = np.stack([x, y, z], 1)
    inner, outer = np.argmin(np.abs(x)), np.argmax(np.abs(x))
    first, last = sorted((inner, outer))
    halves = [rim[first : last + 1], np.concatenate([rim[last:], rim[: first + 1]])]
    halves = [half if abs(half[0, 0]) < abs(half[-1, 0]) else half[::-1] for half in halves]
    return sorted(halves, key=lambda half: -half[:, 1].mean())


def lashes(points, quads, vertices, random, length=0.085, count=130):
    """-> strands [n, 7, 3], radii [n, 7]"""
    strands = []
    for side, hand in (("left", 1), ("right", -1)):
        upper, lower = _eye_rim(points, quads, vertices, side)
        for rim, number, long, rise in ((upper, count, length, 1.0), (lower, int(count * 0.6), length * 0.5, -0.7)):
            where = np.sort(random.beta(1.1, 0.9, number)) * 0.94 + 0.05
            root = np.stack([np.interp(where * (len(rim) - 1), np.arange(len(rim)), rim[:, i]) for i in range(3)], 1)
            fan = (where - 0.32) * 1.5 + random.normal(0, 0.10, number)
            out = rows(np.stack([hand * fan, 0.25 * rise + 0 * fan, np.full(number, 1.0)], 1))
            up = rows(np.stack([hand * fan * 0.5, np.full(number, rise), np.full(number, 0.35)], 1))
            bow = np.sin(np.pi * np.clip(where * 0.85 + 0.12, 0, 1))[:, None]
            reach = long * (0.55 + 0.5 * bow) * random.uniform(0.75, 1.1, (number, 1))
            t = np.linspace(0, 1, 7)[None, :, None]
            strands.append(root[:, None] + reach[:, None] * (out[:, None] * (t - 0.35 * t**2) + up[:, None] * 0.55 * t**2.2))
    strands = np.concatenate(strands)
    return strands, 0.0016 * np.linspace(1, 0.2, 7)[None] * random.uniform(0.8, 1.15, (len(strands), 1))

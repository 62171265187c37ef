"""Skin, eyes, teeth, and tongue of a person, placed in the Blender scene."""

from functools import cache

import numpy as np

from head import eyes, mouth
from head.anatomy import Anatomy
from pictures import coloring
from pictures.appearance import Appearance
from pictures.noise import value_noise
from portraits import blend, materials


@cache
def anatomy() -> Anatomy:
    return Anatomy(levels=3, lowest=4.3)


def skin(points: np.ndarray, look: Appearance, roughness: float, pores: float):
    """points: the refined skin [n, 3]."""
    detailed = anatomy()
    channels = coloring.skin(detailed, look)
    thing = blend.mesh(
        "skin",
        points,
        detailed.skin[2],
        materials.skin(roughness, pores, look.wrinkles),
        colors={"color": channels[:, :3]},
        values={"gloss": channels[:, 3], "lips": coloring.smooth(detailed.masks["lips"], 0.25, 0.75)},
    )
    blend.place_attribute(thing, "rest", detailed.rest)
    return thing


def mouth_inside(parts, look: Appearance):
    for jaw in ("upper", "lower"):
        part = parts[f"{jaw}-teeth"]
        blend.mesh(
            f"{jaw}-teeth",
            part.points,
            part.quads,
            materials.colored("teeth", 0.25, 0.5, 0.3, 0.3),
            colors={"color": coloring.jaw_teeth(look, jaw)[:, :3]},
        )
    part = parts["tongue"]
    blend.mesh(
        "tongue",
        part.points,
        part.quads,
        materials.colored("tongue", 0.4, 0.5, 0.5),
        colors={"color": coloring.tongue(look, len(part.points))[:, :3]},
    )


def iris_color(ball: np.ndarray, look: Appearance, size: float) -> np.ndarray:
    """Fibres, a darker rim, the pupil, the white with its veins -> linear RGB [n, 3]."""
    angle = np.arccos(np.clip(ball[:, 2], -1, 1)) / (eyes.IRIS_ANGLE * size)
    turn = np.arctan2(ball[:, 1], ball[:, 0])
    around = np.stack([np.cos(turn) * 9, np.sin(turn) * 9, angle * 1.2], 1)
    fibre = 0.6 * value_noise(around, 1.6, look.seed) + 0.4 * value_noise(around, 4.0, look.seed + 1)
    smooth = coloring.smooth
    base = coloring.linear(look.iris)
    inner = base * [1.3, 1.0, 0.6]
    collar = (1 - smooth(angle, 0.40, 0.62))[:, None]
    iris = base * (1 - 0.45 * collar) + inner * 0.45 * collar
    iris = iris * (0.95 + 0.6 * fibre)[:, None]
    iris = iris * (1 - 0.72 * smooth(angle, 0.80, 1.0))[:, None] * smooth(angle + 0.02 * fibre, 0.33, 0.38)[:, None]
    veins = smooth(value_noise(ball * [1, 1, 1], 14, look.seed + 2), 0.25, 0.9) * smooth(angle, 1.6, 2.6)
    white = np.array([0.62, 0.57, 0.54]) * (1 - 0.22 * smooth(angle, 1.4, 2.8))[:, None]
    white = white * (1 - veins[:, None] * np.array([0.06, 0.35, 0.35]))
    rim = smooth(angle, 0.93, 1.10)[:, None]
    return np.clip(iris * (1 - rim) + white * rim, 0.0008, 1)


def eyeballs(vertices: np.ndarray, look: Appearance, gaze, size: float):
    """White with a hollow iris under a clear, bulging cornea."""
    ball, quads = eyes.ball_mesh(rings=150, spokes=200)
    angle = np.arccos(np.clip(ball[:, 2], -1, 1)) / (eyes.IRIS_ANGLE * size)
    color = iris_color(ball, look, size)
    hollow = 0.10 * (1 - coloring.smooth(angle, 0.75, 1.02)) * (1.1 - 0.35 * angle)
    inner = ball * (1 - hollow[:, None]) * 0.992
    bulge = ball * (1.004 + 0.075 * np.clip(1 - (angle / 1.25) ** 2, 0, 1) ** 1.2)[:, None]
    white, clear = materials.colored("eye", 0.35, 0.35, 0.25), materials.cornea()
    for side in ("left", "right"):
        center, radius = eyes.place(vertices, side)
        turn = eyes.looking(np.asarray(gaze, float) - [0.016 * (1 if side == "left" else -1), 0, 0])
        blend.mesh(f"{side}-eye", center + radius * inner @ turn.T, quads, white, colors={"color": color})
        blend.mesh(f"{side}-cornea", center + radius * bulge @ turn.T, quads, clear)


def shaped(identity_vertices: np.ndarray, parameters) -> np.ndarray:
    return identity_vertices + mouth.sealed() + mouth.displacement(parameters)

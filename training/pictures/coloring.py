"""Colors at the points of each part, and how they take light. Places are coordinates of the neutral base mesh."""

import numpy as np

from head.anatomy import Anatomy
from head.eyes import IRIS_ANGLE, ball_mesh
from head.teeth import denture
from pictures.appearance import Appearance
from pictures.noise import octaves, value_noise

CHANNELS = ("red", "green", "blue", "gloss", "inside", "soft")
"""Linear color 0..1; strength of highlights; 1 within the mouth; how much light wraps around (skin)."""


def linear(color):
    return np.asarray(color, float) ** 2.2


def bump(place: np.ndarray, center, size) -> np.ndarray:
    """A soft blob around a center, mirrored to both sides: [n] in 0..1."""
    offset = (np.stack([np.abs(place[:, 0]), place[:, 1], place[:, 2]], 1) - center) / size
    return np.exp(-0.5 * (offset**2).sum(1))


def smooth(value, low, high):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def beard_area(place: np.ndarray, lips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """-> density of beard and of moustache [n] in 0..1."""
    x, y, z = np.abs(place[:, 0]), place[:, 1], place[:, 2]
    bare = 1 - smooth(lips, 0.05, 0.35)
    line = 6.60 + 0.48 * smooth(x, 0.42, 0.74)
    under = smooth(y, 5.95, 6.15)
    beard = (1 - smooth(y, line - 0.08, line + 0.05)) * under * smooth(z, -0.05, 0.15)
    soul = 1 - bump(place, (0.13, 6.47, 1.5), (0.05, 0.05, 0.3))
    moustache = bump(place, (0.12, 6.73, 1.5), (0.12, 0.045, 0.4)) * 1.5 * (1 - smooth(y, 6.80, 6.85))
    return beard * bare * soul, np.clip(moustache, 0, 1) * bare


def brow_area(place: np.ndarray, thickness: float, tilt: float) -> np.ndarray:
    """-> density of eyebrows [n] in 0..1."""
    x, y = np.abs(place[:, 0]), place[:, 1]
    arch = 7.465 + 0.075 * np.sin(np.clip((x - 0.12) / 0.44, 0, 1) * np.pi * 0.82) + tilt * (x - 0.28)
    half = 0.034 * thickness * (1 - 0.65 * smooth(x, 0.28, 0.56)) * (0.55 + 0.45 * smooth(x, 0.10, 0.24))
    return (1 - smooth(np.abs(y - arch), half * 0.5, half * 1.3)) * smooth(x, 0.09, 0.15) * (1 - smooth(x, 0.47, 0.56))


def scalp_area(place: np.ndarray) -> np.ndarray:
    """-> how far a point lies behind the hairline [n] in 0..1: over forehead, temples and nape."""
    x, y, z = np.abs(place[:, 0]), place[:, 1], place[:, 2]
    front = smooth(y + 0.22 * smooth(x, 0.2, 0.5), 8.08, 8.22)
    side = smooth(y, 7.15, 7.35) * (1 - smooth(z, 0.72, 0.86)) * smooth(x, 0.55, 0.62)
    return np.clip(front + side + smooth(y, 6.5, 6.8) * (1 - smooth(z, 0.0, 0.2)), 0, 1)


def skin(anatomy: Anatomy, look: Appearance) -> np.ndarray:
    """-> [n, len(CHANNELS)]"""
    place, masks, seed = anatomy.rest, anatomy.masks, look.seed
    x, y, z = np.abs(place[:, 0]), place[:, 1], place[:, 2]
    lips, inside = smooth(masks["lips"], 0.25, 0.75), smooth(masks["inside-mouth"], 0.3, 0.7)
    color = np.tile(linear(look.skin), (len(place), 1))

    def tint(weight, factors):
        color[:] *= 1 + weight[:, None] * (np.asarray(factors) - 1)

    blood = (
        0.9 * bump(place, (0.42, 6.95, 1.2), (0.17, 0.14, 0.4))
        + bump(place, (0.0, 6.95, 1.75), (0.11, 0.1, 0.2))
        + 0.8 * masks["ears"]
        + 0.35 * bump(place, (0, 6.3, 1.5), (0.15, 0.1, 0.3))
    )
    blood = np.clip(blood * (1 + 0.4 * value_noise(place, 7, seed)), 0, 1)
    tint(look.redness * blood, (1.03, 0.72, 0.72))
    tint(0.6 * bump(place, (0.31, 7.28, 1.3), (0.17, 0.1, 0.3)), (0.9, 0.8, 0.82))
    tint((0.3 + 0.7 * look.wrinkles) * bump(place, (0.28, 7.13, 1.3), (0.12, 0.045, 0.3)), (0.8, 0.72, 0.76))
    tint(look.eye_shadow * bump(place, (0.32, 7.37, 1.3), (0.14, 0.06, 0.3)), look.lips * 0.6 + 0.25)
    tint(look.lash_line * smooth(masks["eyelids"], 0.55, 0.95), (0.35, 0.28, 0.27))
    tint(np.abs(octaves(place, 9, seed + 5)) * look.blotches, (0.92, 0.72, 0.72))
    tint(0.25 * octaves(place, 2.5, seed + 9), (1.1, 1.12, 1.14))
    spots = smooth(value_noise(place, 50, seed + 13) + 0.35 * value_noise(place, 12, seed + 14), 0.42, 0.75)
    spots = spots * bump(place, (0.22, 6.98, 1.4), (0.26, 0.17, 0.5))
    tint(look.freckles * spots, (0.78, 0.6, 0.5))
    beard, moustache = beard_area(place, masks["lips"])
    shadow = np.clip(beard + moustache, 0, 1) * (0.75 + 0.25 * value_noise(place, 40, seed + 17))
    tint(0.55 * look.stubble * shadow, (0.45, 0.5, 0.58))
    covered = np.clip(beard * (look.beard > 0) + moustache * (look.moustache > 0), 0, 1) * look.beard_thickness
    covered = smooth(covered + 0.25 * value_noise(place, 30, seed + 21), 0.15, 0.75)[:, None] * 0.9
    color = color * (1 - covered) + covered * linear(look.hair) * (1 + 0.5 * value_noise(place, 45, seed + 23)[:, None])
    brows = brow_area(place, look.brow_thickness, look.brow_tilt) * (0.8 + 0.3 * value_noise(place, 40, seed + 25))
    brows = look.brow_paint * brows[:, None]
    color = color * (1 - brows) + brows * linear(look.brows)
    grown = look.scalp * scalp_area(place) * (1 - masks["ears"])
    grown = smooth(grown + 0.2 * value_noise(place, 30, seed + 27), 0.2, 0.8)[:, None]
    color = color * (1 - grown) + grown * linear(look.hair) * (1 + 0.5 * value_noise(place, 40, seed + 28)[:, None])
    line = 1 + 0.12 * value_noise(place * [1, 0.25, 1], 45, seed + 29)
    color = color * (1 - lips[:, None]) + lips[:, None] * linear(look.lips) * line[:, None]
    color = color * (1 - inside[:, None]) + inside[:, None] * linear(look.gums) * 0.8
    wool = 1 + 0.15 * octaves(place, 12, seed + 33)
    dressed = (1 - smooth(y - 0.1 * (x - 0.4) + 0.25 * np.clip(0.5 - z, 0, 1), look.collar, look.collar + 0.015))[:, None]
    color = color * (1 - dressed) + dressed * linear(look.cloth) * wool[:, None]
    bare = (1 - dressed[:, 0]) * (1 - 0.8 * covered[:, 0])
    gloss = bare * (
        (0.25 + 0.5 * look.shine) * (1 + 0.6 * bump(place, (0, 7.0, 1.7), (0.12, 0.3, 0.4))) * (1 - lips)
        + lips * (0.3 + 0.9 * look.lip_gloss)
    )
    return np.column_stack([np.clip(color, 0.001, 1), gloss, inside * (1 - lips), bare])


def eye(look: Appearance, radius_share: float) -> np.ndarray:
    """Iris, pupil and white by the angle from the eye's axis -> [n, len(CHANNELS)]"""
    ball = ball_mesh()[0]
    angle = np.arccos(np.clip(ball[:, 2], -1, 1)) / (IRIS_ANGLE * radius_share)
    spoke = value_noise(np.stack([np.arctan2(ball[:, 1], ball[:, 0]) * 3, angle * 0.6, angle * 0], 1), 3, look.seed)
    iris = linear(look.iris)[None] * (0.75 + 0.5 * smooth(angle, 0.3, 0.75) + 0.35 * spoke)[:, None]
    iris *= (1 - 0.65 * smooth(angle, 0.8, 1.0))[:, None]
    iris *= smooth(angle, 0.34, 0.42)[:, None]
    white = np.array([0.72, 0.67, 0.64])[None] * (1 - 0.25 * smooth(angle, 1.5, 3.0))[:, None]
    rim = smooth(angle, 0.95, 1.08)[:, None]
    color = iris * (1 - rim) + white * rim
    one = np.ones(len(ball))
    return np.column_stack([np.clip(color, 0.001, 1), 1.6 * one, 0 * one, 0.3 * one])


def jaw_teeth(look: Appearance, jaw: str) -> np.ndarray:
    gum = denture(jaw)[2][:, None]
    color = linear(look.teeth) * (1 - gum) + gum * linear(look.gums)
    one = np.ones(len(color))
    return np.column_stack([color, 0.8 * one, one, 0.5 * one])


def tongue(look: Appearance, count: int) -> np.ndarray:
    one = np.ones(count)
    return np.column_stack([np.tile(linear(look.gums * [1.08, 1.05, 1.05]), (count, 1)), 0.6 * one, one, 0.5 * one])

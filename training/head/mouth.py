"""The mouth's parameters: eight numbers that speech moves, and what they do to the base mesh.

Zero is the mouth of the portrait itself, whatever it looks like at rest.
"""

from functools import cache

import numpy as np

from head.assets import base_mesh, face_unit, texture_mask

NAMES = ("jaw", "wide", "round", "upper", "lower", "press", "bite", "tongue")
"""jaw: how far it is dropped; wide: corners apart (negative: together); round: lips forward and rounded; upper, lower:
upper lip raised, lower lip lowered; press: lips closed and rolled in, whatever the jaw does; bite: lower lip under the
upper teeth; tongue: its tip raised. All 0..1, `wide` -1..1."""

COUNT = len(NAMES)

_UNITS = {
    "jaw": {"jawOpen": 0.5},
    "spread": {"mouthStretch": 0.45, "mouthSmile": 0.12, "mouthDimple": 0.2},
    "narrow": {"mouthPucker": 0.4},
    "round": {"mouthPucker": 0.75, "mouthFunnel": 0.28},
    "upper": {"mouthUpperUp": 0.75},
    "lower": {"mouthLowerDown": 0.8},
    "press": {"mouthRollUpper": 0.3, "mouthRollLower": 0.35, "mouthPress": 0.12, "mouthClose": 0.05},
    "bite": {"mouthRollLower": 0.85, "mouthShrugLower": 0.35, "mouthUpperUp": 0.3},
}
_BOTH_SIDES = ("mouthStretch", "mouthSmile", "mouthDimple", "mouthUpperUp", "mouthLowerDown", "mouthPress", "mouthFrown")


def unit(name: str) -> np.ndarray:
    """A face unit, both of its sides where it has sides, float32 [19158, 3]."""
    return face_unit(f"{name}Left") + face_unit(f"{name}Right") if name in _BOTH_SIDES else face_unit(name)


@cache
def _mode(name: str) -> np.ndarray:
    return sum(amount * unit(part) for part, amount in _UNITS[name].items())


@cache
def _tongue_tip() -> np.ndarray:
    """Tip of the tongue up and forward to the upper teeth."""
    vertices, faces, _, groups = base_mesh()
    tongue = np.unique(faces[groups == "helper-tongue"])
    z = vertices[tongue, 2]
    share = np.clip((z - z.min()) / (z.max() - z.min()), 0, 1)
    moved = np.zeros_like(vertices, np.float32)
    moved[tongue, 1] = 0.13 * share**2
    moved[tongue, 2] = 0.05 * share
    return moved


def displacement(parameters: np.ndarray) -> np.ndarray:
    """Parameters [8] in the order of `NAMES` -> displacement of the base mesh, float32 [19158, 3]."""
    jaw, wide, rounding, upper, lower, press, bite, tongue = (float(value) for value in parameters)
    modes = {
        "jaw": jaw,
        "spread": max(wide, 0),
        "narrow": max(-wide, 0),
        "round": rounding,
        "upper": upper * (1 - press),
        "lower": lower * (1 - press),
        "press": press,
        "bite": bite,
    }
    moved = sum(amount * _mode(name) for name, amount in modes.items() if amount)
    moved = moved + tongue * _tongue_tip()
    return moved + max(press, 0.75 * bite) * jaw * 0.5 * unit("mouthClose")


def sealed() -> np.ndarray:
    """What to add to a head at rest so that its lips touch along their whole width."""
    return 0.04 * unit("mouthClose")


@cache
def lip_rims() -> tuple[int, int]:
    """The vertices in the middle of the upper lip's lower rim and of the lower lip's upper rim."""
    vertices = base_mesh()[0]
    lips = vertex_mask("lips") > 0.5
    middle = np.flatnonzero(lips & (np.abs(vertices[:, 0]) < 1e-3))
    opened = vertices + 0.5 * face_unit("jawOpen")
    drop = vertices[middle, 1] - opened[middle, 1]
    of_lower = drop > drop.max() / 2
    upper, lower = middle[~of_lower], middle[of_lower]
    return int(upper[np.argmin(vertices[upper, 1])]), int(lower[np.argmax(vertices[lower, 1])])


def aperture(parameters: np.ndarray) -> np.ndarray:
    """How far the lips are apart in the middle for parameters [n, 8]: float64 [n], millimetres, 0 when closed."""
    upper, lower = lip_rims()
    gaps = []
    for row in np.atleast_2d(parameters):
        moved = displacement(row)
        gaps.append(moved[upper, 1] - moved[lower, 1] if np.ndim(moved) else 0.0)
    return np.maximum(np.array(gaps), 0) * 100


@cache
def vertex_mask(name: str) -> np.ndarray:
    """A texture mask (`lips`, `inside-mouth`, `eyelids`, `ears`, `face`) at the base mesh's vertices, float64 [19158]."""
    vertices, faces, texture, groups = base_mesh()
    mask = texture_mask(name)
    size = len(mask)
    body = groups == "body"
    u, v = texture[body].reshape(-1, 2).T
    values = mask[np.clip(((1 - v) * size).astype(int), 0, size - 1), np.clip((u * size).astype(int), 0, size - 1)]
    total, count = np.zeros(len(vertices)), np.zeros(len(vertices))
    np.add.at(total, faces[body].ravel(), values)
    np.add.at(count, faces[body].ravel(), 1)
    return total / np.maximum(count, 1)

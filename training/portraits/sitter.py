"""What a portrait needs to know about whom it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from head import mouth
from head.identity import Identity
from pictures.appearance import Appearance


@dataclass
class Lamp:
    place: tuple
    """from the head's middle, decimetres"""
    size: float
    energy: float
    color: tuple = (1.0, 1.0, 1.0)
    aim: tuple = (0, 0, 0)


@dataclass
class Light:
    lamps: list[Lamp]
    sky: tuple = (0.75, 0.80, 0.88)
    ground: tuple = (0.45, 0.40, 0.36)
    ambient: float = 0.35


def _nothing(*_):
    return []


@dataclass
class Sitter:
    seed: int
    identity: Identity
    look: Appearance
    light: Light
    background: tuple
    """sRGB at the edges, behind the head"""
    hair: list = field(default_factory=list)
    highlights: np.ndarray = field(default_factory=lambda: np.array([0.4, 0.3, 0.2]))
    laid_hair: Callable = _nothing
    """random -> hair that is laid, not grown: [(strands, radii, shades)]"""
    dress: Callable = _nothing
    """(ground, vertices, skin points, rest): clothes, glasses, jewellery"""
    beard: dict = field(default_factory=dict)
    beard_color: np.ndarray = field(default_factory=lambda: np.array([0.2, 0.13, 0.08]))
    smile: float = 0.3
    units: dict = field(default_factory=dict)
    """further face units of the expression at rest"""
    gaze: tuple = (0.0, 0.0, 1.0)
    iris: float = 1.0
    lashes: float = 0.08
    brow_length: float = 0.06
    roughness: float = 0.50
    pores: float = 0.25
    hair_roughness: float = 0.30
    gleam: float = 1.5
    """how much hair mirrors"""
    turn: float = 0.0
    tilt: float = 0.0
    """where the camera stands: radians to the side, above"""
    roll: float = 0.0
    width: float = 3.7
    """what the picture shows across, decimetres"""
    framing: tuple = (0.0, 0.0, 0.0)
    paint: float = 0.35
    glow: float = 0.25
    sharpness: float = 0.35
    vignette: float = 0.35
    saturation: float = 1.08
    gamma: float = 0.88
    contrast: float = 1.12
    grain: float = 0.008

    @property
    def expression(self) -> np.ndarray:
        moved = self.smile * mouth.unit("mouthSmile")
        moved = moved + 0.6 * self.smile * (mouth.face_unit("cheekSquintLeft") + mouth.face_unit("cheekSquintRight"))
        for name, amount in self.units.items():
            moved = moved + amount * mouth.face_unit(name)
        return moved

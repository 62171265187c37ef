"""Random people: who, how they look, in which light, how they hold head and mouth."""

from functools import cache

import numpy as np

from head import mouth
from head.anatomy import Anatomy
from head.identity import random_identity
from pictures.appearance import random_appearance
from pictures.camera import Camera
from pictures.lighting import random_light
from pictures.person import Person
from pictures.scenery import random_scenery

SIZE, MARGIN = 192, 1 / 6
"""A face box is drawn twice as large as the network sees it, with a sixth more on each side."""


@cache
def anatomy(levels: int = 1) -> Anatomy:
    return Anatomy(levels=levels, lowest=5.2)


def random_expression(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """-> the mouth at rest, and the part of it that speech's closures take back: two displacements [19158, 3]."""
    moved = np.zeros_like(mouth.sealed())
    smile = random.choice((0.0, random.uniform(0, 0.35), random.uniform(-0.2, 0)))
    moved += max(smile, 0) * mouth.unit("mouthSmile") + max(-smile, 0) * mouth.unit("mouthFrown")
    for name in ("mouthPress", "mouthDimple", "mouthShrugLower", "mouthPucker"):
        if random.random() < 0.2:
            moved += random.uniform(0, 0.2) * mouth.unit(name)
    moved += max(smile, 0) * random.uniform(0.2, 0.8) * (mouth.face_unit("cheekSquintLeft") + mouth.face_unit("cheekSquintRight"))
    parted = np.zeros_like(moved)
    if random.random() < 0.15:
        parted += random.uniform(0.02, 0.10) * mouth.unit("jawOpen")
        parted += random.uniform(0, 0.3) * mouth.unit("mouthUpperUp") + random.uniform(0, 0.2) * mouth.unit("mouthLowerDown")
    for side in ("Left", "Right"):
        moved += random.uniform(0, 0.15) * mouth.face_unit(f"eyeBlink{side}")
    return moved + parted, parted


def random_person(seed: int) -> Person:
    random = np.random.default_rng(seed)
    identity = random_identity(random)
    look = random_appearance(random, identity)
    light = random_light(random)
    expression, parted = random_expression(random)
    turned = random.random() < 0.3
    camera = Camera(
        distance=float(random.uniform(7, 30)),
        yaw=float(random.normal(0, 0.22 if turned else 0.07)),
        pitch=float(random.normal(0, 0.1 if turned else 0.06)),
        roll=float(random.normal(0, 0.1 if turned else 0.03)),
    )
    gaze = np.array([random.normal(0, 0.08), random.normal(0, 0.05), 1.0])
    side = round(SIZE * (1 + 2 * MARGIN))
    scene = random_scenery(random, look, identity.male, side, light.exposure)
    return Person(
        anatomy(),
        identity,
        look,
        light,
        camera,
        gaze,
        expression,
        parted,
        float(random.uniform(0.85, 1.1)),
        int(random.integers(2**31)),
        scene,
        SIZE,
        MARGIN,
    )

"""The identity of a person: head proportions as weights of MakeHuman's targets."""

from dataclasses import dataclass, field

import numpy as np

from head.assets import base_mesh, target

RACES = ("african", "asian", "caucasian")
AGES = ("child", "young", "old")

# Pairs (one way, the other way) of targets that shape a face; sides are moved alike.
DETAILS = {
    "head/head-scale-horiz": ("decr", "incr"),
    "head/head-scale-vert": ("decr", "incr"),
    "head/head-fat": ("decr", "incr"),
    "head/head-angle": ("in", "out"),
    "head/head-age": ("decr", "incr"),
    "head/head-back-scale-depth": ("decr", "incr"),
    "forehead/forehead-scale-vert": ("decr", "incr"),
    "forehead/forehead-nubian": ("decr", "incr"),
    "forehead/forehead-temple": ("decr", "incr"),
    "forehead/forehead-trans": ("backward", "forward"),
    "eyebrows/eyebrows-angle": ("down", "up"),
    "eyebrows/eyebrows-trans": ("down", "up"),
    "eyes/%-eye-scale": ("decr", "incr"),
    "eyes/%-eye-trans": ("in", "out"),
    "eyes/%-eye-height1": ("decr", "incr"),
    "eyes/%-eye-height2": ("decr", "incr"),
    "eyes/%-eye-height3": ("decr", "incr"),
    "eyes/%-eye-corner1": ("down", "up"),
    "eyes/%-eye-corner2": ("down", "up"),
    "eyes/%-eye-epicanthus": ("in", "out"),
    "eyes/%-eye-bag": ("decr", "incr"),
    "eyes/%-eye-eyefold": ("down", "up"),
    "eyes/%-eye-push1": ("in", "out"),
    "nose/nose-scale-horiz": ("decr", "incr"),
    "nose/nose-scale-vert": ("decr", "incr"),
    "nose/nose-scale-depth": ("decr", "incr"),
    "nose/nose-point": ("down", "up"),
    "nose/nose-point-width": ("decr", "incr"),
    "nose/nose-hump": ("decr", "incr"),
    "nose/nose-curve": ("concave", "convex"),
    "nose/nose-width1": ("decr", "incr"),
    "nose/nose-width2": ("decr", "incr"),
    "nose/nose-width3": ("decr", "incr"),
    "nose/nose-volume": ("decr", "incr"),
    "nose/nose-nostrils-width": ("decr", "incr"),
    "nose/nose-flaring": ("decr", "incr"),
    "nose/nose-base": ("down", "up"),
    "nose/nose-trans": ("down", "up"),
    "nose/nose-septumangle": ("decr", "incr"),
    "nose/nose-greek": ("decr", "incr"),
    "mouth/mouth-scale-horiz": ("decr", "incr"),
    "mouth/mouth-scale-vert": ("decr", "incr"),
    "mouth/mouth-scale-depth": ("decr", "incr"),
    "mouth/mouth-trans": ("down", "up"),
    "mouth/mouth-angles": ("down", "up"),
    "mouth/mouth-cupidsbow": ("decr", "incr"),
    "mouth/mouth-cupidsbow-width": ("decr", "incr"),
    "mouth/mouth-lowerlip-height": ("decr", "incr"),
    "mouth/mouth-lowerlip-volume": ("decr", "incr"),
    "mouth/mouth-lowerlip-width": ("decr", "incr"),
    "mouth/mouth-lowerlip-middle": ("down", "up"),
    "mouth/mouth-upperlip-height": ("decr", "incr"),
    "mouth/mouth-upperlip-volume": ("decr", "incr"),
    "mouth/mouth-upperlip-width": ("decr", "incr"),
    "mouth/mouth-upperlip-middle": ("down", "up"),
    "mouth/mouth-philtrum-volume": ("decr", "incr"),
    "mouth/mouth-laugh-lines": ("in", "out"),
    "mouth/mouth-dimples": ("in", "out"),
    "chin/chin-width": ("decr", "incr"),
    "chin/chin-height": ("decr", "incr"),
    "chin/chin-bones": ("decr", "incr"),
    "chin/chin-prominent": ("decr", "incr"),
    "chin/chin-prognathism": ("decr", "incr"),
    "chin/chin-cleft": ("decr", "incr"),
    "chin/chin-jaw-drop": ("decr", "incr"),
    "cheek/%-cheek-bones": ("decr", "incr"),
    "cheek/%-cheek-inner": ("decr", "incr"),
    "cheek/%-cheek-volume": ("decr", "incr"),
    "cheek/%-cheek-trans": ("down", "up"),
    "ears/%-ear-scale": ("decr", "incr"),
    "ears/%-ear-wing": ("decr", "incr"),
    "ears/%-ear-lobe": ("decr", "incr"),
    "ears/%-ear-rot": ("backward", "forward"),
    "neck/neck-scale-horiz": ("decr", "incr"),
    "neck/neck-double": ("decr", "incr"),
}
CONTOURS = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
ASYMMETRIES = tuple(
    f"asym/asym-{part}-{n}"
    for part, count in (("brown", 2), ("cheek", 2), ("eye", 8), ("jaw", 3), ("mouth", 2), ("nose", 4), ("temple", 2))
    for n in range(1, count + 1)
)


@dataclass
class Identity:
    male: float = 0.0
    """0 female .. 1 male"""
    age: float = 0.5
    """0 about 10 years, 0.5 about 25, 1 about 80"""
    races: tuple[float, float, float] = (0, 0, 1)
    """shares of `RACES`"""
    weight: float = 0.0
    """-1 lean .. 1 heavy"""
    muscle: float = 0.0
    """-1 .. 1"""
    details: dict[str, float] = field(default_factory=dict)
    """-1..1 for each of `DETAILS`, 0..1 for `head/head-<contour>` of `CONTOURS`, -1..1 (r..l) for `ASYMMETRIES`"""


def _between(value: float, names: tuple[str, ...]) -> list[tuple[str, float]]:
    """Linear interpolation between names lying evenly in 0..1."""
    place = np.clip(value, 0, 1) * (len(names) - 1)
    low = min(int(place), len(names) - 2)
    return [(names[low], 1 - (place - low)), (names[low + 1], place - low)]


def shape(identity: Identity) -> np.ndarray:
    """-> vertices of the whole base mesh at rest, float64 [19158, 3]."""
    vertices = base_mesh()[0].copy()

    def add(name: str, amount: float):
        if abs(amount) > 1e-6:
            vertices[:] += amount * target(name)

    weights = (("minweight", max(0, -identity.weight)), ("averageweight", 1 - abs(identity.weight)), ("maxweight", max(0, identity.weight)))
    muscles = (("minmuscle", max(0, -identity.muscle)), ("averagemuscle", 1 - abs(identity.muscle)), ("maxmuscle", max(0, identity.muscle)))
    for gender, share in (("female", 1 - identity.male), ("male", identity.male)):
        for age, aged in _between(identity.age, AGES):
            for race, raced in zip(RACES, identity.races):
                add(f"macrodetails/{race}-{gender}-{age}", share * aged * raced)
            for muscle, muscled in muscles:
                for weight, weighed in weights:
                    add(f"macrodetails/universal-{gender}-{age}-{muscle}-{weight}", share * aged * muscled * weighed)
    for name, amount in identity.details.items():
        if name in DETAILS:
            way = DETAILS[name][amount > 0]
            for side in "lr" if "%" in name else " ":
                add(f"{name.replace('%', side)}-{way}", abs(amount))
        elif name in ASYMMETRIES:
            add(f"{name}-{'l' if amount > 0 else 'r'}", abs(amount))
        else:
            add(name, amount)
    return vertices


def random_identity(random: np.random.Generator) -> Identity:
    """A random identity: every proportion varies, mildly in some people and a lot in others."""
    strange = random.uniform(0.3, 1.1)
    races = random.dirichlet((0.45, 0.45, 0.6))
    details = {name: float(np.clip(random.normal(0, 0.33) * strange, -1, 1)) for name in DETAILS if random.random() < 0.7}
    if random.random() < 0.7:
        details[f"head/head-{random.choice(CONTOURS)}"] = float(random.uniform(0.1, 0.9) * strange)
    details |= {name: float(random.normal(0, 0.25) * strange) for name in ASYMMETRIES if random.random() < 0.4}
    return Identity(
        male=float(random.beta(0.35, 0.35)),
        age=float(np.clip(random.normal(0.62, 0.18), 0.25, 1)),
        races=tuple(map(float, races)),
        weight=float(np.clip(random.normal(0, 0.35), -0.8, 0.9)),
        muscle=float(np.clip(random.normal(0, 0.35), -0.8, 0.9)),
        details=details,
    )

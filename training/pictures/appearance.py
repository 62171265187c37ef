"""The appearance of a person besides proportions: colors, facial hair, make-up, eyes. Colors are sRGB 0..1."""

from dataclasses import dataclass

import numpy as np

from head.identity import Identity

SKINS = (
    np.array(
        [(246, 216, 200), (238, 198, 172), (226, 176, 144), (205, 156, 118), (180, 126, 88), (146, 96, 64), (108, 70, 48), (74, 48, 36)]
    )
    / 255
)
HAIRS = (
    np.array(
        [
            (24, 18, 16),
            (46, 30, 22),
            (78, 50, 32),
            (120, 78, 46),
            (176, 130, 78),
            (214, 180, 128),
            (150, 66, 32),
            (120, 118, 116),
            (206, 204, 200),
        ]
    )
    / 255
)
IRISES = np.array([(62, 38, 22), (92, 60, 32), (118, 92, 48), (86, 104, 66), (86, 116, 140), (120, 138, 150)]) / 255


@dataclass
class Appearance:
    skin: np.ndarray
    lips: np.ndarray
    hair: np.ndarray
    brows: np.ndarray
    iris: np.ndarray
    teeth: np.ndarray
    gums: np.ndarray
    cloth: np.ndarray
    redness: float
    """blood in cheeks, nose and ears"""
    blotches: float
    """unevenness of the skin"""
    freckles: float
    wrinkles: float
    eye_shadow: float
    lash_line: float
    """darkness of the eyelids' rims"""
    lip_gloss: float
    shine: float
    """of the skin"""
    stubble: float
    """shadow of a shaved beard"""
    beard: float
    """length of a beard, 0: none"""
    moustache: float
    beard_thickness: float
    brow_thickness: float
    brow_tilt: float
    """how much the brows rise (or fall: negative) outwards"""
    brow_paint: float
    """how much of the eyebrows is color of the skin, the rest being single hairs"""
    scalp: float
    """0 bald .. 1 covered with hair"""
    collar: float
    """height of the clothes' edge on the neutral base mesh"""
    seed: int


def along(palette: np.ndarray, place: float) -> np.ndarray:
    """A color between neighbors of a palette, `place` in 0..1."""
    at = np.clip(place, 0, 1) * (len(palette) - 1)
    low = min(int(at), len(palette) - 2)
    return palette[low] * (1 - at + low) + palette[low + 1] * (at - low)


def random_appearance(random: np.random.Generator, identity: Identity) -> Appearance:
    """Looks that go with a head: darker skins and browner eyes are likelier where the head's shares say so, not certain."""
    african, asian, _ = identity.races
    darkness = np.clip(0.75 * african + 0.3 * asian + random.normal(0.12, 0.16), 0, 1)
    skin = np.clip(along(SKINS, darkness) * np.exp(random.normal(0, 0.05, 3)), 0.08, 0.97)
    painted = random.random() < 0.25 * (1 - identity.male)
    natural = skin * np.array([1.0, random.uniform(0.66, 0.88), random.uniform(0.68, 0.9)]) * random.uniform(0.82, 1.02)
    stick = np.array([random.uniform(0.35, 0.85), random.uniform(0.05, 0.4), random.uniform(0.1, 0.45)])
    lips = natural * 0.25 + stick * 0.75 if painted else natural
    old = np.clip((identity.age - 0.6) / 0.4, 0, 1)
    hair = along(HAIRS[:7], random.beta(0.8, 1.6) if african + asian < 0.6 else random.beta(0.6, 5))
    hair = hair * (1 - old) + along(HAIRS[-2:], random.random()) * old if random.random() < 0.8 else hair
    bearded = identity.male > 0.55 and random.random() < 0.5
    moustached = bearded or (identity.male > 0.55 and random.random() < 0.12)
    light = 0.55 + 0.45 * skin.mean()
    return Appearance(
        skin=skin,
        lips=np.clip(lips, 0.05, 0.95),
        hair=hair,
        brows=hair * random.uniform(0.55, 1.0),
        iris=along(IRISES, random.beta(0.7, 2 + 6 * (african + asian))) * random.uniform(0.8, 1.2),
        # Nothing on a closed mouth shows teeth and gums: they follow from the skin's lightness alone.
        teeth=np.array([0.93, 0.90, 0.83]) * light,
        gums=np.array([0.66, 0.33, 0.33]) * (0.6 + 0.4 * skin.mean()),
        cloth=random.uniform(0.05, 0.95, 3) ** 1.3,
        redness=random.uniform(0, 1),
        blotches=random.uniform(0, 1) ** 2,
        freckles=random.uniform(0.3, 1) if random.random() < 0.15 else 0,
        wrinkles=float(old),
        eye_shadow=random.uniform(0.2, 1) if painted else random.uniform(0, 0.25),
        lash_line=random.uniform(0.2, 0.9),
        lip_gloss=random.uniform(0, 1),
        shine=random.uniform(0, 1),
        stubble=random.uniform(0, 0.8) if identity.male > 0.55 else 0,
        beard=random.uniform(0.01, 0.16) if bearded else 0,
        moustache=random.uniform(0.02, 0.09) if moustached else 0,
        beard_thickness=random.uniform(0.3, 1),
        brow_thickness=random.uniform(0.4, 1.3),
        brow_tilt=random.normal(0, 0.07),
        brow_paint=0.85,
        scalp=0.0 if random.random() < 0.2 * identity.male else random.uniform(0.7, 1),
        collar=random.uniform(5.55, 6.05) if random.random() < 0.8 else 5.0,
        seed=int(random.integers(2**31)),
    )

"""The cast: who is portrayed, in `CAST` by name."""

import numpy as np

from head.identity import Identity
from pictures.appearance import SKINS, Appearance, along
from portraits import clothes, hairstyles, materials, spectacles
from portraits.sitter import Lamp, Light, Sitter

CAST = {}


def cast(make):
    CAST[make.__name__] = make
    return make


def rgb(code: str) -> np.ndarray:
    return np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)]) / 255


def linear(code: str) -> np.ndarray:
    return rgb(code) ** 2.2


def look(skin, lips, hair, iris, **more) -> Appearance:
    base = dict(
        skin=skin,
        lips=lips,
        hair=rgb(hair),
        brows=rgb(hair) * 0.75,
        iris=rgb(iris),
        teeth=np.array([0.90, 0.87, 0.80]),
        gums=np.array([0.62, 0.32, 0.32]),
        cloth=np.zeros(3),
        redness=0.6,
        blotches=0.15,
        freckles=0.0,
        wrinkles=0.0,
        eye_shadow=0.12,
        lash_line=0.85,
        lip_gloss=0.35,
        shine=0.4,
        stubble=0.0,
        beard=0.0,
        moustache=0.0,
        beard_thickness=0.0,
        brow_thickness=0.8,
        brow_tilt=0.0,
        brow_paint=0.3,
        scalp=0.0,
        collar=2.0,
        seed=1,
    )
    return Appearance(**(base | more))


def window(side=-1, warmth=0.05, key=1500, fill=220, rim=800, rim_color=(1, 0.93, 0.85), height=4.5, depth=8.5) -> Light:
    """A large soft light from one side, a cool answer from the other, a kicker from behind."""
    return Light(
        [
            Lamp((side * 7.5, height, depth), 4.0, key, (1.0, 1.0 - 0.6 * warmth, 1.0 - 1.6 * warmth)),
            Lamp((-side * 9.0, 0.5, 5.0), 6.0, fill, (0.85, 0.93, 1.0)),
            Lamp((-side * 6.0, 5.0, -7.0), 2.5, rim, rim_color),
            Lamp((side * 5.0, 6.0, -8.0), 2.5, 0.5 * rim, rim_color),
        ]
    )


@cast
def alice() -> Sitter:
    skin = along(SKINS, 0.15)

    def dress(ground, vertices, points, rest):
        wool = materials.cloth(linear("3f6b5c"), linear("274a3f"), 70, "knit")
        clothes.garment(ground, clothes.crew(0.06), 0.085, wool, folds=0.04, rib=0.055, seed=4)

    return Sitter(
        seed=1,
        identity=Identity(
            male=0.05,
            age=0.5,
            races=(0.1, 0.1, 0.8),
            details={
                "head/head-oval": 0.5,
                "eyes/%-eye-scale": 0.35,
                "mouth/mouth-upperlip-height": 0.2,
                "mouth/mouth-angles": 0.25,
                "mouth/mouth-lowerlip-volume": 0.2,
                "head/head-scale-horiz": -0.25,
                "cheek/%-cheek-bones": 0.4,
                "cheek/%-cheek-volume": -0.15,
                "chin/chin-width": -0.25,
                "eyes/%-eye-eyefold": 0.3,
            },
        ),
        look=look(
            skin,
            skin * [0.90, 0.66, 0.64],
            "4a2413",
            "4c5544",
            freckles=0.9,
            redness=1.0,
            brow_thickness=0.6,
            brows=rgb("5a3520"),
            lip_gloss=0.8,
        ),
        light=window(-1),
        background=(rgb("5f7478"), rgb("a9b8b2")),
        smile=0.32,
        units={"browInnerUp": 0.15},
        hair=hairstyles.long(part=-0.14, length=2.0, wave=0.09, body=0.12, frizz=0.02),
        highlights=rgb("8f4f25"),
        dress=dress,
    )


@cast
def marcus() -> Sitter:
    skin = along(SKINS, 0.86)

    def dress(ground, vertices, points, rest):
        wool = materials.cloth(linear("26324a"), linear("151d2e"), 55, "knit")
        clothes.garment(ground, clothes.turtle(), 0.07, wool, folds=0.03, rib=0.06, seed=2)

    return Sitter(
        seed=2,
        identity=Identity(
            male=0.95,
            age=0.62,
            races=(0.85, 0.0, 0.15),
            muscle=0.2,
            details={
                "head/head-rectangular": 0.3,
                "nose/nose-width3": -0.2,
                "mouth/mouth-angles": 0.15,
                "forehead/forehead-scale-vert": -0.3,
                "eyes/%-eye-scale": 0.25,
            },
        ),
        look=look(skin, skin * [0.92, 0.78, 0.78], "0a0706", "3a2314", redness=0.2, shine=0.7, stubble=0.6, brow_thickness=0.7),
        light=window(1, 0.12, key=2300, fill=380, rim=1500, rim_color=(1, 0.82, 0.62)),
        background=(rgb("6b4326"), rgb("c08a4e")),
        smile=0.34,
        hair=hairstyles.cropped(0.05, receding=0.25),
        highlights=rgb("1a1310"),
        dress=dress,
        roughness=0.56,
        gleam=1.28,
        beard=dict(length=0.07, amount=1.1, moustache=0.06),
        beard_color=rgb("17110e"),
    )


@cast
def mei() -> Sitter:
    skin = along(SKINS, 0.22)

    def dress(ground, vertices, points, rest):
        silk = materials.cloth(linear("f1e4d6"), linear("d9c3b0"), 80, "plain", 0.5)
        clothes.garment(ground, clothes.vee(0.75, 0.5), 0.05, silk, folds=0.06, rib=0.022, seed=8)
        spectacles.earrings(points, rest, linear("d8c08a"), "stud", 0.028)

    return Sitter(
        seed=3,
        identity=Identity(
            male=0.0,
            age=0.47,
            races=(0.0, 1.0, 0.0),
            weight=-0.1,
            details={
                "head/head-oval": 0.5,
                "eyes/%-eye-scale": 0.25,
                "mouth/mouth-angles": 0.3,
                "mouth/mouth-scale-horiz": -0.1,
                "chin/chin-width": -0.25,
                "forehead/forehead-scale-vert": -0.3,
                "nose/nose-scale-vert": -0.15,
            },
        ),
        look=look(skin, np.array([0.78, 0.40, 0.40]), "15100f", "33200f", redness=0.8, brow_thickness=0.6, lip_gloss=0.7),
        light=window(-1, 0.0, key=1350, fill=350, rim=600, rim_color=(1, 0.9, 0.95)),
        background=(rgb("b9848a"), rgb("e9c8c4")),
        smile=0.37,
        hair=hairstyles.long(part=0.0, length=1.5, wave=0.0, body=0.15, frizz=0.012) + hairstyles.fringe(),
        highlights=rgb("3a2a26"),
        hair_roughness=0.22,
        dress=dress,
    )


@cast
def henry() -> Sitter:
    skin = along(SKINS, 0.16)

    def dress(ground, vertices, points, rest):
        shirt = materials.cloth(linear("dfe6ee"), linear("c3ccd8"), 90, "weave")
        tweed = materials.cloth(linear("6a5a45"), linear("3d3426"), 50, "weave")
        path = clothes.garment(ground, clothes.crew(-0.14), 0.04, shirt, folds=0.02, rib=0.0, seed=3)
        clothes.collar(path, shirt)
        clothes.garment(ground, clothes.vee(1.5, 0.62), 0.13, tweed, folds=0.03, rib=0.03, seed=5, name="jacket")
        clothes.lapels(ground, clothes.vee(1.5, 0.62), 0.15, tweed)
        spectacles.glasses(vertices, linear("4a3320"), points, rest, width=0.25, height=0.215, square=0.95, thick=0.013)

    return Sitter(
        seed=4,
        identity=Identity(
            male=1.0,
            age=0.92,
            races=(0.0, 0.0, 1.0),
            weight=0.1,
            details={"head/head-oval": 0.3, "nose/nose-scale-vert": 0.1, "mouth/mouth-angles": 0.25, "eyes/%-eye-scale": 0.15},
        ),
        look=look(
            skin,
            skin * [0.86, 0.66, 0.66],
            "c9c6c0",
            "6f8796",
            redness=1.0,
            blotches=0.5,
            wrinkles=1.0,
            brow_thickness=1.1,
            brows=rgb("b5b0a8"),
        ),
        light=window(-1, 0.1, key=1500, fill=240, rim=900),
        background=(rgb("2c3b33"), rgb("6d7d68")),
        smile=0.37,
        hair=hairstyles.swept(0.42, 0.35, fade=0.55, receding=0.8, count=20000, frizz=0.03),
        highlights=rgb("ffffff"),
        beard=dict(length=0.22, amount=1.0, moustache=0.075),
        beard_color=rgb("c4c0b8"),
        dress=dress,
        pores=0.45,
    )


@cast
def zola() -> Sitter:
    skin = along(SKINS, 0.78)

    def dress(ground, vertices, points, rest):
        cotton = materials.cloth(linear("e0a526"), linear("b97c12"), 85, "weave")
        clothes.garment(ground, clothes.crew(0.15), 0.05, cotton, folds=0.05, rib=0.03, seed=6)
        spectacles.earrings(points, rest, linear("e3b64f"), "hoop", 0.14)

    return Sitter(
        seed=5,
        identity=Identity(
            male=0.0,
            age=0.5,
            races=(0.95, 0.0, 0.05),
            details={
                "head/head-oval": 0.5,
                "eyes/%-eye-scale": 0.35,
                "mouth/mouth-angles": 0.3,
                "chin/chin-width": -0.2,
                "forehead/forehead-scale-vert": -0.3,
                "cheek/%-cheek-bones": 0.4,
                "nose/nose-width3": -0.2,
            },
        ),
        look=look(skin, skin * [0.95, 0.60, 0.62], "120c0a", "3d2413", redness=0.3, shine=0.4, brow_thickness=0.65, lip_gloss=0.8),
        light=window(-1, 0.08, key=2100, fill=420, rim=1400, rim_color=(1.0, 0.85, 0.75)),
        background=(rgb("4b3f6b"), rgb("9482b5")),
        smile=0.42,
        hair=hairstyles.coils(0.85),
        highlights=rgb("2c1d16"),
        gleam=1.4,
        dress=dress,
        roughness=0.55,
        framing=(0, 0.12, 0),
        width=3.9,
    )


@cast
def diego() -> Sitter:
    skin = along(SKINS, 0.42)

    def dress(ground, vertices, points, rest):
        fleece = materials.cloth(linear("8d96a0"), linear("6d7680"), 60, "plain", 0.95)
        path = clothes.garment(ground, clothes.crew(0.02), 0.11, fleece, folds=0.06, rib=0.05, seed=9)
        clothes.hood(path, fleece)

    return Sitter(
        seed=6,
        identity=Identity(
            male=0.85,
            age=0.5,
            races=(0.15, 0.15, 0.7),
            details={
                "head/head-rectangular": 0.2,
                "eyes/%-eye-scale": 0.3,
                "mouth/mouth-angles": 0.2,
                "chin/chin-prominent": 0.2,
                "forehead/forehead-scale-vert": -0.35,
                "nose/nose-hump": 0.2,
            },
        ),
        look=look(skin, skin * [0.86, 0.70, 0.68], "1d120d", "4a2d17", redness=0.5, stubble=0.9, brow_thickness=0.72, brow_tilt=-0.1),
        light=window(1, 0.08, key=1700, fill=250, rim=900),
        background=(rgb("2f5a6b"), rgb("78a7b0")),
        smile=0.34,
        units={"browInnerUp": 0.35},
        hair=hairstyles.waves(0.55),
        highlights=rgb("40281b"),
        beard=dict(length=0.022, amount=0.9, moustache=0.022),
        beard_color=rgb("23160f"),
        dress=dress,
    )


@cast
def rosa() -> Sitter:
    skin = along(SKINS, 0.30)

    def dress(ground, vertices, points, rest):
        wool = materials.cloth(linear("7a2436"), linear("4f1522"), 75, "knit")
        blouse = materials.cloth(linear("efe9e2"), linear("d5ccc2"), 85, "plain", 0.6)
        path = clothes.garment(ground, clothes.crew(-0.12), 0.04, blouse, folds=0.02, rib=0.0, seed=3)
        clothes.collar(path, blouse, stand=0.16, fall=0.28, point=0.10, gap=0.06)
        clothes.garment(ground, clothes.vee(0.8, 0.7), 0.10, wool, folds=0.03, rib=0.05, seed=7, name="cardigan")
        spectacles.earrings(points, rest, linear("efe6da"), "stud", 0.04)

    return Sitter(
        seed=7,
        identity=Identity(
            male=0.05,
            age=0.85,
            races=(0.05, 0.1, 0.85),
            weight=0.15,
            details={"head/head-round": 0.2, "mouth/mouth-angles": 0.35, "eyes/%-eye-scale": 0.3, "cheek/%-cheek-volume": 0.2},
        ),
        look=look(
            skin,
            np.array([0.72, 0.36, 0.36]),
            "a7a39d",
            "4d3a26",
            redness=0.9,
            blotches=0.35,
            wrinkles=0.7,
            brow_thickness=0.6,
            brows=rgb("6f655c"),
        ),
        light=window(-1, 0.06, key=1500, fill=330, rim=800),
        background=(rgb("5a6a86"), rgb("a7b4c9")),
        smile=0.52,
        hair=hairstyles.coils(0.44, curl=0.07, curls=1.6, droop=0.7, clumps=500, count=26000),
        highlights=rgb("f2efe9"),
        dress=dress,
        pores=0.35,
    )


@cast
def kenji() -> Sitter:
    skin = along(SKINS, 0.30)

    def dress(ground, vertices, points, rest):
        shirt = materials.cloth(linear("f4f4f2"), linear("dcdcd8"), 90, "weave", 0.7)
        suit = materials.cloth(linear("2b2f36"), linear("191c21"), 80, "weave")
        path = clothes.garment(ground, clothes.crew(-0.14), 0.04, shirt, folds=0.02, rib=0.0, seed=3)
        clothes.collar(path, shirt)
        clothes.garment(ground, clothes.vee(1.6, 0.62), 0.12, suit, folds=0.02, rib=0.025, seed=5, name="jacket")
        clothes.lapels(ground, clothes.vee(1.6, 0.62), 0.14, suit)
        spectacles.glasses(vertices, linear("101012"), points, rest, width=0.25, height=0.19, square=0.65, thick=0.014)

    return Sitter(
        seed=8,
        identity=Identity(
            male=0.9,
            age=0.62,
            races=(0.0, 1.0, 0.0),
            details={
                "head/head-rectangular": 0.2,
                "mouth/mouth-angles": 0.2,
                "forehead/forehead-scale-vert": -0.2,
                "eyebrows/eyebrows-angle": -0.4,
                "eyebrows/eyebrows-trans": 0.5,
                "eyes/%-eye-scale": 0.45,
            },
        ),
        look=look(skin, skin * [0.86, 0.74, 0.72], "100d0c", "2c1a0e", redness=0.5, stubble=0.25, brow_thickness=0.7, brow_tilt=-0.2),
        light=window(1, 0.02, key=1500, fill=300, rim=800),
        background=(rgb("8a9096"), rgb("cfd4d6")),
        smile=0.36,
        units={"browInnerUp": 0.5},
        hair=hairstyles.swept(0.55, -0.7, fade=0.3, receding=0.1),
        highlights=rgb("2e2724"),
        dress=dress,
        hair_roughness=0.24,
    )


@cast
def freya() -> Sitter:
    skin = along(SKINS, 0.05)
    knot = (0.0, 8.25, -0.35)

    def dress(ground, vertices, points, rest):
        denim = materials.cloth(linear("5b7fae"), linear("3d5c86"), 70, "weave")
        path = clothes.garment(ground, clothes.crew(-0.10), 0.06, denim, folds=0.04, rib=0.0, seed=12)
        clothes.collar(path, denim, stand=0.20, fall=0.30, point=0.22, gap=0.10)
        spectacles.earrings(points, rest, linear("cfd2d6"), "stud", 0.025)

    return Sitter(
        seed=9,
        identity=Identity(
            male=0.0,
            age=0.48,
            races=(0.0, 0.05, 0.95),
            details={
                "head/head-oval": 0.4,
                "eyes/%-eye-scale": 0.35,
                "mouth/mouth-angles": 0.3,
                "chin/chin-width": -0.2,
                "forehead/forehead-scale-vert": -0.45,
                "nose/nose-point": 0.2,
            },
        ),
        look=look(skin, skin * [0.90, 0.62, 0.64], "a9824f", "6d8ea3", redness=1.0, brow_thickness=0.6, brows=rgb("7a5a36"), freckles=0.3),
        light=window(1, 0.1, key=1250, fill=260, rim=1000, rim_color=(1, 0.88, 0.7)),
        background=(rgb("c9a27c"), rgb("f0dcc0")),
        smile=0.40,
        hair=hairstyles.tied(knot),
        highlights=rgb("e6c992"),
        laid_hair=lambda random: [hairstyles.bun(knot, 0.42, random)],
        dress=dress,
    )


@cast
def amina() -> Sitter:
    skin = along(SKINS, 0.48)

    def dress(ground, vertices, points, rest):
        crepe = materials.cloth(linear("1f6b70"), linear("124a50"), 90, "plain", 0.75)
        clothes.veil(ground, crepe)

    return Sitter(
        seed=10,
        identity=Identity(
            male=0.0,
            age=0.52,
            races=(0.3, 0.15, 0.55),
            details={
                "head/head-oval": 0.5,
                "eyes/%-eye-scale": 0.4,
                "mouth/mouth-angles": 0.3,
                "chin/chin-width": -0.2,
                "nose/nose-scale-horiz": -0.1,
                "cheek/%-cheek-bones": 0.3,
                "head/head-scale-horiz": -0.15,
            },
        ),
        look=look(skin, np.array([0.62, 0.32, 0.30]), "17100d", "4b2d16", redness=0.5, brow_thickness=0.75, eye_shadow=0.25),
        light=window(-1, 0.1, key=1700, fill=300, rim=700),
        background=(rgb("b98f62"), rgb("ecd3ac")),
        smile=0.42,
        dress=dress,
        roughness=0.52,
    )


@cast
def arjun() -> Sitter:
    skin = along(SKINS, 0.55)

    def dress(ground, vertices, points, rest):
        cloth = materials.cloth(linear("b5532a"), linear("8a3a1a"), 90, "weave", 0.8)
        linen = materials.cloth(linear("e9e2d3"), linear("cfc5b2"), 80, "weave", 0.8)
        clothes.turban(cloth, cloth)
        path = clothes.garment(ground, clothes.crew(-0.12), 0.05, linen, folds=0.04, rib=0.0, seed=6)
        clothes.collar(path, linen, stand=0.24, fall=0.02, point=0.0, gap=0.05, spread=0.0)

    return Sitter(
        seed=11,
        identity=Identity(
            male=1.0,
            age=0.6,
            races=(0.2, 0.1, 0.7),
            details={"head/head-oval": 0.3, "eyes/%-eye-scale": 0.25, "mouth/mouth-angles": 0.2, "nose/nose-hump": 0.2},
        ),
        look=look(skin, skin * [0.88, 0.68, 0.66], "14100e", "3a2413", redness=0.4, brow_thickness=0.75),
        light=window(1, 0.08, key=1900, fill=320, rim=1000),
        background=(rgb("3f4f4a"), rgb("93a79b")),
        smile=0.4,
        beard=dict(length=0.20, amount=1.3, moustache=0.10),
        beard_color=rgb("0c0908"),
        dress=dress,
        roughness=0.52,
    )

"""What things are made of, as Blender shader nodes. Colors are linear RGB."""

from portraits.blend import material


def rgba(color):
    return (*[float(part) for part in color], 1.0)


def skin(roughness: float, pores: float, wrinkle: float):
    """Skin with light under it; reads the attributes color, gloss, lips and rest of `bodies.skin`."""
    made, n = material("skin")
    place = n.attribute("rest").outputs["Vector"]
    lips = n.attribute("lips").outputs["Fac"]
    fine = n.add("ShaderNodeTexVoronoi", {"Vector": place, "Scale": 75.0, "Randomness": 1.0}, feature="SMOOTH_F1")
    pore = n.maths("MULTIPLY", fine.outputs["Distance"], n.maths("SUBTRACT", 1.0, lips))
    coarse = n.noise(place, 26.0, 5.0, 0.6)
    stretch = n.add("ShaderNodeVectorMath", {0: place, 1: (1.0, 0.16, 0.4)}, operation="MULTIPLY").outputs[0]
    lines = n.maths("MULTIPLY", n.noise(stretch, 75.0, 3.0), lips)
    bump = n.bump(coarse, 0.10 + 0.3 * wrinkle, 0.012)
    bump = n.bump(pore, pores, 0.006, bump)
    bump = n.bump(lines, 0.7, 0.02, bump)
    uneven = n.noise(place, 9.0, 6.0, 0.65)
    color = n.mix(n.maths("MULTIPLY", uneven, 0.35), n.attribute("color").outputs["Color"], rgba((0.32, 0.10, 0.07)), "SOFT_LIGHT")
    rough = n.maths("SUBTRACT", roughness, n.maths("MULTIPLY", n.attribute("gloss").outputs["Fac"], 0.16))
    rough = n.maths("ADD", rough, n.maths("MULTIPLY", n.maths("SUBTRACT", coarse, 0.5), 0.25))
    n.surface(
        n.add(
            "ShaderNodeBsdfPrincipled",
            {
                "Base Color": color,
                "Roughness": rough,
                "Normal": bump,
                "Subsurface Weight": 1.0,
                "Subsurface Radius": (1.0, 0.32, 0.18),
                "Subsurface Scale": 0.045,
                "IOR": 1.42,
                "Specular IOR Level": 0.42,
                "Sheen Weight": 0.06,
                "Sheen Roughness": 0.5,
            },
            subsurface_method="RANDOM_WALK",
        ).outputs[0]
    )
    return made


def colored(name, roughness=0.5, specular=0.5, subsurface=0.0, coat=0.0):
    """Anything whose color is the attribute `color` of its points."""
    made, n = material(name)
    n.surface(
        n.add(
            "ShaderNodeBsdfPrincipled",
            {
                "Base Color": n.attribute("color").outputs["Color"],
                "Roughness": roughness,
                "Specular IOR Level": specular,
                "Subsurface Weight": subsurface,
                "Subsurface Radius": (1.0, 0.6, 0.4),
                "Subsurface Scale": 0.02,
                "Coat Weight": coat,
                "Coat Roughness": 0.05,
            },
        ).outputs[0]
    )
    return made


def cornea():
    """Clear and wet: mirrors what is bright, hides nothing, casts no shadow."""
    made, n = material("cornea")
    facing = n.add("ShaderNodeFresnel", {"IOR": 1.38}).outputs[0]
    mirror = n.add("ShaderNodeBsdfGlossy", {"Roughness": 0.03}).outputs[0]
    clear = n.add("ShaderNodeBsdfTransparent").outputs[0]
    seen = n.add("ShaderNodeMixShader", {0: facing, 1: clear, 2: mirror}).outputs[0]
    shadow = n.add("ShaderNodeLightPath").outputs["Is Shadow Ray"]
    n.surface(n.add("ShaderNodeMixShader", {0: shadow, 1: seen, 2: clear}).outputs[0])
    return made


def hair(color, lighter, roughness=0.32, random=0.25, gleam=1.5):
    """Hair between two colors, by each strand's `shade`; `gleam` is the index of refraction: what is mirrored white."""
    made, n = material("hair")
    shade = n.attribute("shade").outputs["Fac"]
    n.surface(
        n.add(
            "ShaderNodeBsdfHairPrincipled",
            {
                "Color": n.mix(shade, rgba(color), rgba(lighter)),
                "Roughness": roughness,
                "Radial Roughness": roughness + 0.2,
                "Coat": 0.0,
                "IOR": gleam,
                "Random Roughness": random,
            },
            model="CHIANG",
            parametrization="COLOR",
        ).outputs[0]
    )
    return made


def cloth(color, other, scale=60.0, kind="knit", roughness=0.85):
    """Fabric woven (`weave`) or knitted (`knit`) or plain, with a little sheen."""
    made, n = material(f"cloth-{kind}")
    place = n.attribute("rest").outputs["Vector"]
    if kind == "knit":
        rows = n.add(
            "ShaderNodeTexWave",
            {"Vector": place, "Scale": scale / 6.28, "Distortion": 1.2, "Detail": 2.0, "Detail Scale": 3.0},
            wave_type="BANDS",
            bands_direction="X",
        ).outputs["Fac"]
        height, strength, depth = rows, 0.55, 0.02
    elif kind == "weave":
        across = n.add("ShaderNodeTexWave", {"Vector": place, "Scale": scale / 3.0}, bands_direction="X").outputs["Fac"]
        along = n.add("ShaderNodeTexWave", {"Vector": place, "Scale": scale / 3.0}, bands_direction="Y").outputs["Fac"]
        height, strength, depth = n.maths("MULTIPLY", across, along), 0.35, 0.008
    else:
        height, strength, depth = n.noise(place, scale, 3.0), 0.15, 0.01
    fibres = n.noise(place, 45.0, 4.0, 0.7)
    bump = n.bump(height, strength, depth, n.bump(fibres, 0.15, 0.01))
    shade = n.maths("ADD", n.maths("MULTIPLY", height, 0.55), n.maths("MULTIPLY", n.noise(place, 7.0, 5.0), 0.6), clamp=True)
    n.surface(
        n.add(
            "ShaderNodeBsdfPrincipled",
            {
                "Base Color": n.mix(shade, rgba(other), rgba(color)),
                "Roughness": roughness,
                "Normal": bump,
                "Specular IOR Level": 0.25,
                "Sheen Weight": 0.35,
                "Sheen Roughness": 0.45,
                "Sheen Tint": rgba([0.5 + 0.5 * part for part in color]),
            },
        ).outputs[0]
    )
    return made


def plain(name, color, roughness=0.4, metallic=0.0, coat=0.0):
    made, n = material(name)
    n.surface(
        n.add(
            "ShaderNodeBsdfPrincipled", {"Base Color": rgba(color), "Roughness": roughness, "Metallic": metallic, "Coat Weight": coat}
        ).outputs[0]
    )
    return made


def lens():
    """Thin glass of spectacles."""
    made, n = material("lens")
    facing = n.add("ShaderNodeFresnel", {"IOR": 1.25}).outputs[0]
    clear = n.add("ShaderNodeBsdfTransparent", {"Color": (0.98, 0.985, 0.98, 1)}).outputs[0]
    mirror = n.add("ShaderNodeBsdfGlossy", {"Roughness": 0.02}).outputs[0]
    seen = n.add("ShaderNodeMixShader", {0: facing, 1: clear, 2: mirror}).outputs[0]
    shadow = n.add("ShaderNodeLightPath").outputs["Is Shadow Ray"]
    n.surface(n.add("ShaderNodeMixShader", {0: shadow, 1: seen, 2: clear}).outputs[0])
    return made

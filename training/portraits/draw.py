"""Draw the portraits: `python -m portraits.draw alice --out ../avatars --side 1024 --samples 160`."""

import argparse
from pathlib import Path

import bpy
import cv2
import numpy as np

from head import eyes
from head.assets import base_mesh
from head.identity import shape
from head.mouth import COUNT
from pictures.colouring import linear
from portraits import blend, bodies, facial_hair, materials, people
from portraits.finish import finished
from portraits.strands import Ground, grow


def level_eyes(vertices: np.ndarray) -> np.ndarray:
    """Move a head so that its eyes are where the neutral base mesh has them."""
    neutral = base_mesh()[0]
    middle = [np.mean([eyes.place(v, side)[0] for side in ("left", "right")], 0) for v in (neutral, vertices)]
    return vertices + middle[0] - middle[1]


def background(colours, aim):
    """A wall far behind: a soft gradient with a lighter place behind the head."""
    made, n = blend.material("wall")
    place = n.add("ShaderNodeTexCoord").outputs["Object"]
    centred = n.add("ShaderNodeMapping", {"Vector": place, "Location": (0.12, 0.0, -0.10), "Scale": (0.22, 0.0, 0.20)})
    glow = n.add("ShaderNodeTexGradient", {"Vector": centred.outputs[0]}, gradient_type="SPHERICAL").outputs["Fac"]
    cloudy = n.maths("ADD", glow, n.maths("MULTIPLY", n.maths("SUBTRACT", n.noise(place, 0.35, 5.0, 0.6), 0.5), 0.45), clamp=True)
    shade = n.mix(cloudy, materials.rgba(linear(colours[0])), materials.rgba(linear(colours[1])))
    n.surface(n.add("ShaderNodeEmission", {"Color": shade, "Strength": 1.0}).outputs[0])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 14.0
    points = np.column_stack([corners[:, 0] + aim[0], corners[:, 1] + aim[1], np.full(4, aim[2] - 9.0)])
    wall = blend.mesh("wall", points - aim * [1, 1, 0], np.array([[0, 1, 2, 3]]), made)
    wall.location = blend.turned(aim * np.array([1, 1, 0]))
    for ray in ("visible_diffuse", "visible_glossy", "visible_shadow"):
        setattr(wall, ray, False)


def lights(setup, aim):
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    n = blend.Nodes(world.node_tree)
    up = n.add("ShaderNodeSeparateXYZ", {0: n.add("ShaderNodeTexCoord").outputs["Generated"]}).outputs[2]
    sky = n.mix(n.maths("ADD", n.maths("MULTIPLY", up, 0.5), 0.5, clamp=True), materials.rgba(linear(setup.ground)),
                materials.rgba(linear(setup.sky)))
    n.surface(n.add("ShaderNodeBackground", {"Color": sky, "Strength": setup.ambient}).outputs[0], "ShaderNodeOutputWorld")
    for lamp in setup.lamps:
        blend.area_light(aim + np.array(lamp.place), aim + np.array(lamp.aim), lamp.size, tuple(linear(lamp.colour)),
                         lamp.energy)


def draw(person, side: int, samples: int, path: Path, parameters=None, hair: bool = True):
    random = np.random.default_rng(person.seed)
    look = person.look
    blend.fresh()
    vertices = level_eyes(shape(person.identity)) + person.expression
    vertices = bodies.shaped(vertices, np.zeros(COUNT) if parameters is None else parameters)
    detailed = bodies.anatomy()
    parts = detailed.parts(vertices)
    points = parts["skin"].points
    bodies.skin(points, look, person.roughness, person.pores)
    bodies.mouth_inside(parts, look)
    bodies.eyeballs(vertices, look, person.gaze, person.iris)
    ground = Ground(points, detailed.skin[2], detailed.rest, detailed.masks["ears"])
    if hair:
        scalp = materials.hair(linear(look.hair), linear(person.highlights), person.hair_roughness)
        for n, growth in enumerate(person.hair):
            blend.curves(f"hair-{n}", scalp, *grow(ground, growth, random))
        for n, laid in enumerate(person.laid_hair(random)):
            blend.curves(f"laid-{n}", scalp, *laid)
    dark = materials.hair(linear(look.brows), linear(look.brows) * 1.6, 0.4)
    blend.curves("brows", dark, *grow(ground, facial_hair.brows(look.brow_thickness, look.brow_tilt, person.brow_length), random))
    if person.beard:
        coat = materials.hair(linear(person.beard_colour), linear(person.beard_colour) * 1.7 + 0.02, 0.4)
        for growth in facial_hair.beard(lips=detailed.masks["lips"], **person.beard):
            blend.curves("beard", coat, *grow(ground, growth, random))
    blend.curves("lashes", materials.hair((0.006, 0.004, 0.003), (0.02, 0.014, 0.01), 0.4),
                 *facial_hair.lashes(points, detailed.skin[2], vertices, random, person.lashes))
    person.dress(ground, vertices, points, detailed.rest)
    aim = np.array([0.0, 7.02, 0.9]) + np.array(person.framing)
    background(person.background, aim)
    lights(person.light, aim)
    away = np.array([np.sin(person.turn), np.sin(person.tilt), np.cos(person.turn)]) * 19
    blend.camera(aim + away, aim, person.width, person.roll)
    raw = path.with_suffix(".raw.png")
    blend.render(raw, side, samples)
    picture = cv2.imread(str(raw), cv2.IMREAD_UNCHANGED)[..., 2::-1].astype(np.float32) / 65535
    raw.unlink()
    cv2.imwrite(str(path), finished(picture, person)[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(people.CAST)}; all of them when none is named")
    options.add_argument("--out", type=Path, default=Path("../avatars"))
    options.add_argument("--side", type=int, default=1024)
    options.add_argument("--samples", type=int, default=160)
    chosen = options.parse_args()
    for name in chosen.names or people.CAST:
        draw(people.CAST[name](), chosen.side, chosen.samples, chosen.out / f"{name}.png")


if __name__ == "__main__":
    main()

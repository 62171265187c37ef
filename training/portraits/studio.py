"""A sitter in front of the camera: everything is put up once; the mouth can be moved and another picture taken."""

from pathlib import Path

import bpy
import cv2
import numpy as np

from head import eyes
from head.assets import base_mesh
from head.identity import shape
from head.mouth import COUNT
from pictures.coloring import linear
from portraits import blend, bodies, facial_hair, materials
from portraits.strands import Ground, grow

DISTANCE = 19.0
"""of the camera from the head, decimetres"""


def level_eyes(vertices: np.ndarray) -> np.ndarray:
    """Move a head so that its eyes are where the neutral base mesh has them."""
    neutral = base_mesh()[0]
    middle = [np.mean([eyes.place(v, side)[0] for side in ("left", "right")], 0) for v in (neutral, vertices)]
    return vertices + middle[0] - middle[1]


def background(colors, aim):
    """A wall far behind: a soft gradient with a lighter place behind the head."""
    made, n = blend.material("wall")
    place = n.add("ShaderNodeTexCoord").outputs["Object"]
    centered = n.add("ShaderNodeMapping", {"Vector": place, "Location": (0.12, 0.0, -0.10), "Scale": (0.22, 0.0, 0.20)})
    glow = n.add("ShaderNodeTexGradient", {"Vector": centered.outputs[0]}, gradient_type="SPHERICAL").outputs["Fac"]
    cloudy = n.maths("ADD", glow, n.maths("MULTIPLY", n.maths("SUBTRACT", n.noise(place, 0.35, 5.0, 0.6), 0.5), 0.45), clamp=True)
    shade = n.mix(cloudy, materials.rgba(linear(colors[0])), materials.rgba(linear(colors[1])))
    n.surface(n.add("ShaderNodeEmission", {"Color": shade, "Strength": 1.0}).outputs[0])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 14.0
    points = np.column_stack([corners, np.full(4, aim[2] - 9.0)])
    wall = blend.mesh("wall", points, np.array([[0, 1, 2, 3]]), made)
    wall.location = blend.turned(aim * np.array([1, 1, 0]))
    for ray in ("visible_diffuse", "visible_glossy", "visible_shadow"):
        setattr(wall, ray, False)


def lights(setup, aim):
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    n = blend.Nodes(world.node_tree)
    up = n.add("ShaderNodeSeparateXYZ", {0: n.add("ShaderNodeTexCoord").outputs["Generated"]}).outputs[2]
    sky = n.mix(
        n.maths("ADD", n.maths("MULTIPLY", up, 0.5), 0.5, clamp=True),
        materials.rgba(linear(setup.ground)),
        materials.rgba(linear(setup.sky)),
    )
    n.surface(n.add("ShaderNodeBackground", {"Color": sky, "Strength": setup.ambient}).outputs[0], "ShaderNodeOutputWorld")
    for lamp in setup.lamps:
        blend.area_light(aim + np.array(lamp.place), aim + np.array(lamp.aim), lamp.size, tuple(linear(lamp.color)), lamp.energy)


class Studio:
    def __init__(self, person):
        self.person = person
        blend.fresh()
        self._rest = level_eyes(shape(person.identity)) + person.expression
        self._moving = []
        random = np.random.default_rng(person.seed)
        points, ground, vertices = self._skin(np.zeros(COUNT))
        look, detailed = person.look, bodies.anatomy()
        bodies.eyeballs(vertices, look, person.gaze, person.iris)
        scalp = materials.hair(linear(look.hair), linear(person.highlights), person.hair_roughness, gleam=person.gleam)
        for n, growth in enumerate(person.hair):
            blend.curves(f"hair-{n}", scalp, *grow(ground, growth, random))
        for n, laid in enumerate(person.laid_hair(random)):
            blend.curves(f"laid-{n}", scalp, *laid)
        dark = materials.hair(linear(look.brows), linear(look.brows) * 1.6, 0.4, gleam=1.3)
        blend.curves("brows", dark, *grow(ground, facial_hair.brows(look.brow_thickness, look.brow_tilt, person.brow_length), random))
        blend.curves(
            "lashes",
            materials.plain("lash", (0.008, 0.006, 0.005), 0.6),
            *facial_hair.lashes(points, detailed.skin[2], vertices, random, person.lashes),
        )
        person.dress(ground, vertices, points, detailed.rest)
        aim = np.array([0.0, 7.02, 0.9]) + np.array(person.framing)
        background(person.background, aim)
        lights(person.light, aim)
        away = np.array([np.sin(person.turn), np.sin(person.tilt), np.cos(person.turn)]) * DISTANCE
        blend.camera(aim + away, aim, person.width, person.roll)

    def _skin(self, parameters):
        """Skin, inside of the mouth and beard for a shape of the mouth."""
        for thing in self._moving:
            bpy.data.objects.remove(thing, do_unlink=True)
        before = set(bpy.data.objects)
        person, detailed = self.person, bodies.anatomy()
        vertices = bodies.shaped(self._rest, parameters)
        parts = detailed.parts(vertices)
        points = parts["skin"].points
        bodies.skin(points, person.look, person.roughness, person.pores)
        bodies.mouth_inside(parts, person.look)
        ground = Ground(points, detailed.skin[2], detailed.rest, detailed.masks["ears"])
        if person.beard:
            coat = materials.hair(linear(person.beard_color), linear(person.beard_color) * 1.7 + 0.004, 0.4, gleam=1.3)
            random = np.random.default_rng(person.seed + 1)
            for growth in facial_hair.beard(lips=detailed.masks["lips"], **person.beard):
                blend.curves("beard", coat, *grow(ground, growth, random))
        self._moving = [thing for thing in bpy.data.objects if thing not in before]
        return points, ground, vertices

    def move(self, parameters: np.ndarray):
        self._skin(parameters)

    def shoot(self, side: int, samples: int, window=None) -> np.ndarray:
        """-> sRGB float32 [side, side, 3]; only what lies in `window` (left, top, right, bottom in 0..1) where given."""
        scene = bpy.context.scene
        scene.render.use_border = window is not None
        if window is not None:
            left, top, right, bottom = window
            scene.render.border_min_x, scene.render.border_max_x = left, right
            scene.render.border_min_y, scene.render.border_max_y = 1 - bottom, 1 - top
        path = Path(bpy.app.tempdir) / "shot.png"
        blend.render(path, side, samples)
        return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., 2::-1].astype(np.float32) / 65535

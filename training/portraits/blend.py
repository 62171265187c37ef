"""The few things asked of Blender: meshes, curves, materials as short descriptions, a render.

Points come in head space (x left, y up, z forward, decimetres) and are turned into Blender's (x, -z, y).
"""

import bpy
import numpy as np


def turned(points: np.ndarray) -> np.ndarray:
    points = np.asarray(points, np.float32)
    return np.stack([points[..., 0], -points[..., 2], points[..., 1]], -1)


def fresh():
    bpy.ops.wm.read_factory_settings(use_empty=True)


def _linked(name, data):
    thing = bpy.data.objects.new(name, data)
    bpy.context.collection.objects.link(thing)
    return thing


def mesh(name, points, faces, material, colors=None, values=None, smooth=True):
    """A mesh of quads or triangles [m, 4 or 3] (a repeated last corner makes a triangle of a quad).

    colors: {name: linear RGB [n, 3]}, values: {name: [n]} become attributes that materials can read.
    """
    data = bpy.data.meshes.new(name)
    faces = np.asarray(faces)
    if faces.shape[1] == 4:
        flat = [face[:3] if face[2] == face[3] else face for face in faces.tolist()]
    else:
        flat = faces.tolist()
    data.from_pydata(turned(points).tolist(), [], flat)
    data.polygons.foreach_set("use_smooth", np.full(len(flat), smooth))
    for attribute, color in (colors or {}).items():
        rgba = np.concatenate([color, np.ones((len(color), 1))], 1).astype(np.float32)
        data.attributes.new(attribute, "FLOAT_COLOR", "POINT").data.foreach_set("color", rgba.ravel())
    for attribute, value in (values or {}).items():
        data.attributes.new(attribute, "FLOAT", "POINT").data.foreach_set("value", np.asarray(value, np.float32))
    data.materials.append(material)
    data.update()
    return _linked(name, data)


def place_attribute(thing, name, places):
    """Store coordinates [n, 3] (in head space, unturned) on a mesh's points for procedural textures."""
    thing.data.attributes.new(name, "FLOAT_VECTOR", "POINT").data.foreach_set("vector", np.asarray(places, np.float32).ravel())


def curves(name, material, strands, radii, shades=None):
    """Hair: strands [n, k, 3], radii [n, k] or number, shades [n] (an attribute `shade` in 0..1)."""
    count, steps = strands.shape[:2]
    data = bpy.data.hair_curves.new(name)
    data.add_curves([steps] * count)
    data.attributes["position"].data.foreach_set("vector", turned(strands).ravel())
    radius = data.attributes.get("radius") or data.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", np.broadcast_to(np.asarray(radii, np.float32), (count, steps)).ravel().copy())
    if shades is not None:
        data.attributes.new("shade", "FLOAT", "CURVE").data.foreach_set("value", np.asarray(shades, np.float32))
    data.materials.append(material)
    return _linked(name, data)


class Nodes:
    """A material's or world's node tree, built in a few words."""

    def __init__(self, tree):
        self.tree = tree
        tree.nodes.clear()

    def add(self, kind, inputs=None, **properties):
        node = self.tree.nodes.new(kind)
        for name, value in properties.items():
            setattr(node, name, value)
        for name, value in (inputs or {}).items():
            socket = node.inputs[name]
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                socket.default_value = value
        return node

    def attribute(self, name):
        return self.add("ShaderNodeAttribute", attribute_name=name)

    def maths(self, operation, *values, clamp=False):
        node = self.add("ShaderNodeMath", operation=operation, use_clamp=clamp)
        for socket, value in zip(node.inputs, values):
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                socket.default_value = value
        return node.outputs[0]

    def noise(self, place, scale, detail=4.0, roughness=0.55):
        return self.add("ShaderNodeTexNoise", {"Vector": place, "Scale": scale, "Detail": detail, "Roughness": roughness}).outputs["Fac"]

    def bump(self, height, strength, distance, normal=None):
        inputs = {"Height": height, "Strength": strength, "Distance": distance}
        if normal is not None:
            inputs["Normal"] = normal
        return self.add("ShaderNodeBump", inputs).outputs["Normal"]

    def mix(self, share, first, second, blend="MIX"):
        node = self.add("ShaderNodeMix", data_type="RGBA", blend_type=blend)
        for socket, value in ((node.inputs[0], share), (node.inputs[6], first), (node.inputs[7], second)):
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                socket.default_value = value
        return node.outputs[2]

    def surface(self, shader, output="ShaderNodeOutputMaterial"):
        self.add(output, {"Surface": shader})


def material(name) -> tuple:
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    return made, Nodes(made.node_tree)


def area_light(place, aim, size, color, energy, spread=180.0):
    """`energy` in watts as Blender has them; lengths in decimetres."""
    from mathutils import Vector

    light = bpy.data.lights.new("light", "AREA")
    light.shape, light.size, light.energy, light.color = "DISK", size, energy, color
    light.spread = np.radians(spread)
    thing = _linked("light", light)
    thing.location = turned(np.array(place))
    thing.rotation_euler = (Vector(turned(np.array(aim))) - thing.location).to_track_quat("-Z", "Y").to_euler()
    return thing


def camera(place, aim, width, roll=0.0):
    """A camera that sees `width` decimetres across at the distance of what it aims at."""
    from mathutils import Vector

    lens = bpy.data.cameras.new("camera")
    thing = _linked("camera", lens)
    thing.location = turned(np.array(place))
    towards = Vector(turned(np.array(aim))) - thing.location
    thing.rotation_euler = towards.to_track_quat("-Z", "Y").to_euler()
    thing.rotation_euler.rotate_axis("Z", roll)
    lens.sensor_width = 36
    lens.lens = 36 * towards.length / width
    bpy.context.scene.camera = thing
    return thing


def render(path, side, samples):
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold, scene.cycles.adaptive_min_samples = 0.015, min(samples, 5)
    scene.cycles.use_denoising = True
    scene.cycles.max_bounces, scene.cycles.transparent_max_bounces = 6, 12
    scene.cycles.use_fast_gi = False
    scene.cycles_curves.shape = "RIBBONS"
    scene.render.resolution_x = scene.render.resolution_y = side
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Base Contrast"
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_depth = "16"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)

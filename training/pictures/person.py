"""A person in front of a camera: everything that stays fixed while the mouth moves, and `Person.picture`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from head import mouth
from head.anatomy import Anatomy
from head.identity import Identity, shape
from pictures import coloring, lighting, strokes
from pictures.appearance import Appearance
from pictures.camera import Camera, face_box
from pictures.raster import interpolate, rasterize, vertex_normals


@dataclass
class Person:
    anatomy: Anatomy
    identity: Identity
    look: Appearance
    light: lighting.Light
    camera: Camera
    gaze: np.ndarray
    expression: np.ndarray
    """displacement of the base mesh at rest [19158, 3]"""
    parted: np.ndarray
    """the part of the expression that a closed mouth takes back [19158, 3]"""
    iris_size: float
    hairs_seed: int
    scene: object
    """has behind(height, width) and before(...), see scenery.py"""
    size: int
    """pixels across the face box"""
    margin: float
    """what is seen around the face box, as a share of it"""

    @cached_property
    def at_rest(self) -> np.ndarray:
        return shape(self.identity) + mouth.sealed() + self.expression

    @cached_property
    def pivot(self) -> np.ndarray:
        return self.at_rest[list(mouth.lip_rims())].mean(0) + [0, 0.35, -0.8]

    @cached_property
    def _colors(self) -> np.ndarray:
        look = self.look
        return np.concatenate(
            [
                coloring.skin(self.anatomy, look),
                coloring.tongue(look, self.anatomy.tongue[1].shape[0]),
                coloring.eye(look, self.iris_size),
                coloring.eye(look, self.iris_size),
                coloring.jaw_teeth(look, "upper"),
                coloring.jaw_teeth(look, "lower"),
            ]
        ).astype(np.float32)

    @cached_property
    def _triangles(self) -> np.ndarray:
        quads, first = [], 0
        for part in self.anatomy.parts(self.at_rest).values():
            quads.append(part.quads + first)
            first += len(part.points)
        quads = np.concatenate(quads)
        return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)

    @cached_property
    def _hairs(self) -> strokes.Hairs:
        return strokes.grow(self.anatomy, self.look, np.random.default_rng(self.hairs_seed))

    @cached_property
    def box(self) -> np.ndarray:
        """The face box in the camera's plane."""
        skin = self.anatomy.parts(self.at_rest)["skin"].points
        return face_box(self.camera.project(self.camera.turn(skin, self.pivot)), self.anatomy.rest, self.anatomy.masks)

    def _to_pixels(self, plane: np.ndarray) -> np.ndarray:
        left, top, right, bottom = self.box
        margin = self.margin * self.size
        return np.stack(
            [
                (plane[:, 0] - left) / (right - left) * self.size + margin,
                (plane[:, 1] - top) / (bottom - top) * self.size + margin,
                plane[:, 2],
            ],
            1,
        )

    def picture(self, parameters: np.ndarray) -> np.ndarray:
        """The face box and its margin with this mouth -> sRGB uint8 [n, n, 3], n = size (1 + 2 margin)."""
        side = round(self.size * (1 + 2 * self.margin))
        closed = float(np.clip(max(parameters[5], 0.8 * parameters[6]), 0, 1))
        vertices = self.at_rest - closed * self.parted + mouth.displacement(parameters)
        parts = self.anatomy.parts(vertices, self.gaze)
        points = np.concatenate([part.points for part in parts.values()])
        turned = self.camera.turn(points, self.pivot)
        triangles = self._triangles
        normals = vertex_normals(turned, triangles)
        pixels = self._to_pixels(self.camera.project(turned))
        seen, places, depth = rasterize(pixels, triangles, side, side)
        attributes = np.concatenate([normals, turned.astype(np.float32), self._colors], 1)
        seen_attributes = interpolate(attributes, triangles, seen, places)
        surface, channels = seen_attributes[..., 3:6], seen_attributes[..., 6:]
        sunlit = lighting.cast_shadow(turned, triangles, surface, seen, self.light.key, self.light.shadow_blur * self.size / 192)
        scale = self.size / 1.5
        enclosed = lighting.occlusion(depth, seen, scale)
        lips = self.camera.turn(vertices[list(mouth.lip_rims())], self.pivot)[:, 2].mean()
        shaded = lighting.shade(self.light, seen_attributes[..., :3], surface, channels, sunlit, enclosed, lips - surface[..., 2])
        picture = (lighting.developed(shaded).clip(0, 1) * 255).astype(np.uint8)
        brightness = picture.mean(-1) / 255 / np.maximum(channels[..., :3].mean(-1) ** (1 / 2.2), 0.05)
        picture = np.ascontiguousarray(picture)
        count = len(parts["skin"].points)
        strokes.draw(
            picture,
            self._hairs,
            parts["skin"].points,
            normals[:count],
            self.camera,
            self.pivot,
            self._to_pixels,
            depth,
            np.clip(brightness, 0.1, 1.3),
            scale,
        )
        return self.scene.compose(picture, (seen >= 0).astype(np.float32), self._frame)

    @cached_property
    def _frame(self):
        """Where things of the head are in pixels, for what the scene draws around it."""
        skin = self.anatomy.parts(self.at_rest)["skin"].points
        return self._to_pixels(self.camera.project(self.camera.turn(skin, self.pivot))), self.anatomy.rest

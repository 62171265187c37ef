"""Single hairs on the skin: beard, moustache, eyebrows, lashes. Their roots ride on the skin's points."""

from dataclasses import dataclass

import cv2
import numpy as np

from head.anatomy import Anatomy
from pictures.appearance import Appearance
from pictures.coloring import beard_area, brow_area


@dataclass
class Hairs:
    """Each hair is a root on a point of the skin and two further points relative to it, in head space."""

    roots: np.ndarray
    """index of the skin's point [n]"""
    offsets: np.ndarray
    """[n, 3 points, 3]"""
    colors: np.ndarray
    """sRGB [n, 3]"""
    widths: np.ndarray
    """decimetres [n]"""


def grow(anatomy: Anatomy, look: Appearance, random: np.random.Generator) -> Hairs:
    place = anatomy.rest
    beard, moustache = beard_area(place, anatomy.masks["lips"])
    front = place[:, 2] > 0.2
    made = []

    def add(density, count, length, direction, spread, color, width):
        density = density * front
        if count <= 0 or density.sum() < 1e-6:
            return
        roots = random.choice(len(place), size=count, p=density / density.sum())
        outward = place[roots] - np.array([0, 6.9, 0.55])
        outward /= np.linalg.norm(outward, axis=1, keepdims=True)
        aim = direction(place[roots]) + spread * random.normal(size=(count, 3)) + 0.4 * outward
        aim /= np.linalg.norm(aim, axis=1, keepdims=True)
        long = length * random.uniform(0.5, 1.3, (count, 1))
        start = random.normal(0, 0.012, (count, 3)) * [1, 1, 0.3]
        bend = random.normal(0, 0.25, (count, 3)) + [0, -0.3, 0]
        offsets = np.stack([start, start + aim * long * 0.55, start + aim * long + bend * long * 0.4], 1)
        shade = np.exp(random.normal(0, 0.28, (count, 1)))
        made.append((roots, offsets, np.clip(color * shade, 0, 1), np.full(count, width)))

    def down(at):
        return np.stack([0.25 * np.sign(at[:, 0]) * np.abs(at[:, 0]), np.full(len(at), -1.0), np.full(len(at), 0.25)], 1)

    def sideways(at):
        return np.stack([np.sign(at[:, 0]), np.full(len(at), -0.7), np.full(len(at), 0.2)], 1)

    def browwards(at):
        return np.stack([np.sign(at[:, 0]), 0.6 - 1.2 * np.abs(at[:, 0]), np.full(len(at), 0.1)], 1)

    if look.beard > 0:
        add(beard, int(1800 * look.beard_thickness), look.beard, down, 0.35, look.hair, 0.010)
    if look.moustache > 0:
        add(moustache, int(500 * look.beard_thickness), look.moustache, sideways, 0.3, look.hair, 0.010)
    if look.stubble > 0.3 and not look.beard:
        add(beard + moustache, int(1200 * look.stubble), 0.008, down, 0.4, look.hair * 0.5 + look.skin * 0.3, 0.005)
    add(brow_area(place, look.brow_thickness, look.brow_tilt), 160, 0.045, browwards, 0.12, look.brows * 0.8 + look.skin * 0.2, 0.006)
    roots, offsets, colors, widths = (np.concatenate(column) for column in zip(*made))
    return Hairs(roots, offsets, colors, widths)


def draw(picture, hairs: Hairs, skin_points, normals, camera, pivot, to_pixels, depth, brightness, scale):
    """Onto a picture [h, w, 3] uint8, in place; hairs whose root is hidden or looks away are left out."""
    shown = normals[hairs.roots, 2] > 0.05
    roots, offsets = hairs.roots[shown], hairs.offsets[shown]
    points = skin_points[roots][:, None] + offsets
    plane = to_pixels(camera.project(camera.turn(points.reshape(-1, 3), pivot))).reshape(-1, 3, 3)
    height, width = depth.shape
    column = np.clip(plane[:, 0, 0].astype(int), 0, width - 1)
    row = np.clip(plane[:, 0, 1].astype(int), 0, height - 1)
    visible = plane[:, 0, 2] > depth[row, column] - 0.08
    shades = np.clip(hairs.colors[shown] * brightness[row, column][:, None] * 255, 0, 255)
    lines = np.round(plane[..., :2] * 16).astype(np.int32)
    thick = np.maximum(1, np.round(hairs.widths[shown] * scale)).astype(int)
    for line, shade, size in zip(lines[visible], shades[visible], thick[visible]):
        cv2.polylines(picture, [line], False, shade.tolist(), int(size), cv2.LINE_AA, 4)

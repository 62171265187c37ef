"""Make training data for head motion: drawn people with the velocity of every pixel when the head turns.

    python -m motion.heads --people 960

Chunks `<scratch>/heads/<first>.npz`, each for 16 people: stills uint8 [p, 192, 192, 3] RGB; fields float16 [p, 6, 192, 192] (x and y in
pixels per radian for yaw, pitch, and roll: where in the still the pixel of a turned head comes from, to first order); persons uint8
[p, 192, 192] (255: person, 0: background); eyes float32 [p, 4, 2] (corners of the eyes in pixels, from the viewer's left to right).

The chunks of people that are used for checking (10000000 and up) also have poses float32 [p, 4, 3] (yaw, pitch, roll in radians), pictures
uint8 [p, 4, 192, 192, 3], flows float16 [p, 4, 192, 192, 2], and hidden uint8 [p, 4, 192, 192] (1: the still does not show it, 2: no head
there). Drawing a person takes about 0.4 s of one core.
"""

import dataclasses
from functools import cache

import cv2
import numpy as np

from detail.pairs import motion, projected
from head.anatomy import Anatomy
from head.mouth import COUNT
from motion.clutter import cluttered
from motion.hair import FilledHair
from pictures import casting
from pictures.camera import Camera
from pictures.chunks import make_chunks
from pictures.coloring import linear
from pictures.raster import interpolate, rasterize
from pictures.scenery import Scenery
from pictures.style import random_style

SIZE, MARGIN = 76, 58 / 76
"""pixels across the face box, and what is seen around it: the head, its hair, the shoulders"""
CHECKING = 10_000_000
LIMITS = np.radians([4.0, 4.0, 4.0])
"""poses for checking"""
STEP = 0.02
"""radians, for the derivative"""
NECK = (5.45, 6.3)
"""Heights (decimeters) between which the neck twists: what is lower stands, what is higher turns with the head."""
NECK_POINT = np.array([0, -0.95, -0.35])
"""from the pivot of a still (behind the lips) to the point of the neck about which the head turns, decimeters"""


@cache
def anatomy() -> Anatomy:
    """A head with its shoulders."""
    return Anatomy(levels=1, lowest=4.0)


class NeckCamera(Camera):
    """A head turned on a neck that stands. Yaw: the nose goes to the picture's right. Pitch: down. Roll: clockwise."""

    def __init__(self, still: Camera, pose, heights):
        """`heights` of the skin's points on the base mesh; all that is not skin turns with the head."""
        super().__init__(still.distance, *pose)
        self.still, self.heights = still, heights

    def turn(self, points, pivot):
        stands, neck = self.still.turn(points, pivot), self.still.turn(pivot + NECK_POINT, pivot)
        turned = Camera(self.distance, self.yaw, self.pitch, -self.roll).turn(stands, neck) + neck
        share = np.ones(len(points))
        if len(points) >= len(self.heights):
            share[: len(self.heights)] = np.clip((self.heights - NECK[0]) / (NECK[1] - NECK[0]), 0, 1)
        return stands + (share * share * (3 - 2 * share))[:, None] * (turned - stands)


def dressed(person, random):
    """The same person with clothes: a color below a neckline, which may be a V."""
    rest = person.anatomy.rest
    colors = person._colors
    neckline = random.uniform(5.15, 5.75) + random.uniform(0, 1.2) * np.minimum(np.abs(rest[:, 0]), 0.6)
    cloth = np.flatnonzero((rest[:, 1] < neckline - 0.25 * np.maximum(rest[:, 2] - 0.5, 0)) & (rest[:, 1] < 5.95))
    first, second = linear(random.uniform(0.02, 0.95, 3)), linear(random.uniform(0.02, 0.95, 3))
    stripes = random.uniform(2, 20, 3) * (random.random() < 0.4)
    share = (np.sin(rest[cloth] @ stripes + random.uniform(0, 7)) > 0)[:, None]
    colors[cloth, :3] = first * ~share + second * share
    colors[cloth, 3:] = [random.uniform(0, 0.3), 0, 0.2]
    return person


def random_head(seed: int):
    """A person like those of `pictures`, seen from a little further away and turned less."""
    random = np.random.default_rng([seed, 3])
    person = casting.random_person(seed)
    still = person.camera
    side = round(SIZE * (1 + 2 * MARGIN))
    background = cluttered(cv2.resize(person.scene.background, (side, side)), random)
    # A scarf is drawn over the whole background.
    hair = "long" if person.scene.hair == "covered" else person.scene.hair
    kind = FilledHair if random.random() < 0.7 else Scenery
    fields = {field.name: getattr(person.scene, field.name) for field in dataclasses.fields(Scenery)}
    scene = kind(**fields | {"background": np.clip(background, 0, 1), "hair": hair})
    person = dataclasses.replace(
        person,
        anatomy=anatomy(),
        camera=Camera(still.distance, 0.6 * still.yaw, 0.6 * still.pitch, 0.6 * still.roll),
        scene=scene,
        size=SIZE,
        margin=MARGIN,
    )
    return dressed(person, random), random_style(random, side), random


def changed(person, **fields):
    """The same person but for some fields: what was computed of the person at rest stays."""
    made = dataclasses.replace(person, **fields)
    for name in ("box", "pivot", "_hairs", "_colors", "_triangles"):
        made.__dict__[name] = getattr(person, name)
    return made


def posed(person, pose):
    """The same person with the head turned."""
    return changed(person, camera=NeckCamera(person.camera, pose, person.anatomy.rest[:, 1]))


def points_of(person):
    """All points at rest in pixels and depth."""
    return projected(person, np.zeros(COUNT))


class Captured:
    """A scene that keeps what it was asked to compose, to compose it again before other backgrounds."""

    def __init__(self, scene):
        self.scene = scene

    def compose(self, *what):
        self.what = what
        return self.scene.compose(*what)

    def person(self):
        """How much of each pixel is the person: 255 everywhere that the background does not show."""
        black, white = (
            dataclasses.replace(self.scene, background=np.full_like(self.scene.background, value)).compose(*self.what).astype(int)
            for value in (0.0, 1.0)
        )
        return (255 - (white - black).mean(-1)).clip(0, 255).astype(np.uint8)


def picture_and_person(person):
    captured = Captured(person.scene)
    captured.scene._lines = {}
    return changed(person, scene=captured).picture(np.zeros(COUNT)), captured.person()


def extended(values, known):
    """Fill what is unknown from its surroundings, smoothly: values [n, n, k], known [n, n] bool (pull and push)."""
    total, weight = (values * known[..., None]).astype(np.float32), known.astype(np.float32)
    levels = []
    while min(weight.shape) > 2:
        levels.append((total, weight))
        half = (weight.shape[1] // 2, weight.shape[0] // 2)
        total, weight = cv2.resize(total, half, interpolation=cv2.INTER_AREA), cv2.resize(weight, half, interpolation=cv2.INTER_AREA)
    filled = total / np.maximum(weight, 1e-6)[..., None]
    for total, weight in reversed(levels):
        coarse = cv2.resize(filled, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        filled = total + (1 - weight)[..., None] * coarse
    return filled


def fields_of(person, side):
    """-> [6, side, side]: minus the velocity in pixels per radian of what each pixel shows, smoothly extended beyond the head."""
    base = points_of(person)
    velocities = []
    for axis in range(3):
        pose = np.zeros(3)
        pose[axis] = STEP
        ahead = points_of(posed(person, pose))[:, :2]
        behind = points_of(posed(person, -pose))[:, :2]
        velocities.append((behind - ahead) / (2 * STEP))
    seen, places, _ = rasterize(base, person._triangles, side, side)
    fields = interpolate(np.concatenate(velocities, 1).astype(np.float32), person._triangles, seen, places)
    return extended(fields, seen >= 0).transpose(2, 0, 1)


def eye_corners(person):
    """Where the lids meet, from the viewer's left to right [4, 2] in pixels."""
    skin = person.anatomy.parts(person.at_rest)["skin"].points
    pixels = person._to_pixels(person.camera.project(person.camera.turn(skin, person.pivot)))
    rest, lids = person.anatomy.rest, person.anatomy.masks["eyelids"]
    corners = []
    for sign in (-1, 1):
        rim = np.flatnonzero((lids > 0.5) & (rest[:, 0] * sign > 0))
        order = rim[np.argsort(rest[rim, 0])]
        corners += [pixels[order[0], :2], pixels[order[-1], :2]]
    return np.array(corners)


def moved(person, style, random, side):
    """What checking needs: true pictures of four poses."""
    poses = random.uniform(-LIMITS, LIMITS, (4, 3))
    base = points_of(person)
    pictures, flows, hidden = [], [], []
    for pose in poses:
        turned = posed(person, pose)
        pictures.append(style.apply(picture_and_person(turned)[0]))
        points = points_of(turned)
        flow, covered = motion(base, points, person._triangles, side)
        seen = rasterize(points, person._triangles, side, side)[0]
        flows.append(flow.astype(np.float16))
        hidden.append(np.where(seen < 0, 2, covered).astype(np.uint8))
    return {"poses": poses.astype(np.float32), "pictures": np.stack(pictures), "flows": np.stack(flows), "hidden": np.stack(hidden)}


def examples(seed):
    person, style, random = random_head(seed)
    side = round(SIZE * (1 + 2 * MARGIN))
    picture, matte = picture_and_person(person)
    made = {
        "stills": style.apply(picture),
        "fields": fields_of(person, side).astype(np.float16),
        "persons": matte,
        "eyes": eye_corners(person).astype(np.float32),
    }
    return [made | (moved(person, style, random, side) if seed >= CHECKING else {})]


if __name__ == "__main__":
    make_chunks(examples, "heads", __doc__, people=960)

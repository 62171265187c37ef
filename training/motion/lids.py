"""Make training data for eyelids: drawn eyes with the true motion of their lids.

    python -m motion.lids --people 640

Chunks `<scratch>/lids/<first>.npz`, each for 16 people, two eyes each (the viewer's left one is mirrored, so that all are right ones):
stills uint8 [e, 128, 128, 3] RGB: an eye, 2.4 times as wide and high as the distance of its corners, which are level;
closings float32 [e, 5] 0..1, the last is 1; covers uint8 [e, 5, 128, 128] (1: skin, 0: eyeball), flows float16 [e, 5, 2, 128, 128] (x, y in
pixels: where in the still each pixel of skin comes from), hidden uint8 [e, 5, 128, 128] (1: the still does not show it), openings uint8
[e, 128, 128] (1: eyeball at rest). The chunks of people that are used for checking (10000000 and up) also have pictures uint8
[e, 5, 128, 128, 3]. Drawing a person takes about a second of one core.
"""

import dataclasses

import cv2
import numpy as np

from detail.pairs import motion
from head import mouth
from head.mouth import COUNT
from motion.heads import CHECKING, changed, eye_corners, points_of
from pictures import casting
from pictures.camera import Camera
from pictures.chunks import make_chunks
from pictures.raster import rasterize
from pictures.style import random_style

SIZE, MARGIN = 300, 0.08
SIDE = 128
WIDE = 2.4
"""the crop's side in eye widths"""
STEPS = 5
FULL = np.arange(0.7, 1.61, 0.1)
"""how much of the face unit closes an eye: tried until it does"""


def blinking(person, amount):
    """The same person with both eyes closed by this share of the face unit."""
    lids = mouth.face_unit("eyeBlinkLeft") + mouth.face_unit("eyeBlinkRight")
    return changed(person, expression=person.expression + amount * lids)


def crop_matrix(left, right):
    """From the picture to the crop [2, 3]: corners level, in the middle."""
    across = (right - left) * WIDE / SIDE
    down = np.array([-across[1], across[0]])
    middle = (left + right) / 2
    inverse = np.stack([across, down, middle - across * (SIDE / 2) - down * (SIDE / 2)], 1)
    return cv2.invertAffineTransform(inverse)


def lashed(crop, opening, random):
    """Lashes along the upper lid of some eyes, before the style is applied."""
    if random.random() < 0.25:
        return crop
    drawn = crop.copy()
    columns = np.flatnonzero(opening.any(0))
    if len(columns) < 4:
        return crop
    rim = np.stack([columns, opening[:, columns].argmax(0)], 1)
    color = (crop.reshape(-1, 3).min(0) * random.uniform(0.1, 0.9)).tolist()
    cv2.polylines(drawn, [rim], False, color, int(random.integers(1, 4)), cv2.LINE_AA)
    if random.random() < 0.4:
        cv2.polylines(
            drawn,
            [np.stack([columns, SIDE - 1 - opening[::-1, columns].argmax(0)], 1)],
            False,
            (0.5 * np.array(color) + 0.4 * crop[SIDE // 2 + 20, SIDE // 2]).tolist(),
            1,
            cv2.LINE_AA,
        )
    length = random.uniform(0, 9)
    for x, y in rim[:: int(random.integers(2, 6))]:
        outward = (x - SIDE / 2) / SIDE
        tip = (int(x + length * (outward + random.normal(0, 0.15))), int(y - length * random.uniform(0.4, 1)))
        cv2.line(drawn, (int(x), int(y)), tip, color, 1, cv2.LINE_AA)
    return cv2.addWeighted(drawn, 0.85, cv2.GaussianBlur(drawn, (0, 0), 0.8), 0.15, 0)


def examples(seed):
    random = np.random.default_rng([seed, 4])
    person = casting.random_person(seed)
    still = person.camera
    side = round(SIZE * (1 + 2 * MARGIN))
    scene = dataclasses.replace(person.scene, background=cv2.resize(person.scene.background, (side, side)))
    person = dataclasses.replace(
        person, camera=Camera(still.distance, 0.8 * still.yaw, 0.7 * still.pitch, 0.6 * still.roll), scene=scene, size=SIZE, margin=MARGIN
    )
    person = blinking(person, random.uniform(-0.5, 0.1))
    closings = np.append(random.uniform(0.05, 1, STEPS - 1), 1).astype(np.float32)
    corners = eye_corners(person)
    rest = points_of(person)
    skin = len(person.anatomy.parts(person.at_rest)["skin"].points)
    triangles = person._triangles
    is_skin = (triangles < skin).all(1)
    style = random_style(random, SIDE)
    style.shrink = 1.0 if style.shrink < 0.6 else style.shrink
    matrices = [crop_matrix(corners[2], corners[3]), crop_matrix(corners[0], corners[1])]

    def in_crop(points, matrix):
        return np.column_stack([points[:, :2] @ matrix[:, :2].T + matrix[:, 2], points[:, 2]])

    def opening(points, matrix):
        seen = rasterize(in_crop(points, matrix), triangles, SIDE, SIDE)[0]
        return (seen >= 0) & ~is_skin[seen]

    def closes(amount):
        points = points_of(blinking(person, amount))
        return all(opening(points, matrix).sum() <= 0.01 * opening(rest, matrix).sum() for matrix in matrices)

    full = next((amount for amount in FULL if closes(amount)), None)
    if full is None:
        return []
    person.scene._lines = {}
    pictures = [person.picture(np.zeros(COUNT))]
    shapes = [points_of(blinking(person, full * closing)) for closing in closings]
    if seed >= CHECKING:
        for closing in closings:
            moved = blinking(person, full * closing)
            moved.scene._lines = {}
            pictures.append(moved.picture(np.zeros(COUNT)))
    made = []
    lashes = int(random.integers(2**31))
    for eye, matrix in enumerate(matrices):
        at_rest = in_crop(rest, matrix)
        flows, covers, hidden = [], [], []
        shot = []
        for n, picture in enumerate(pictures):
            crop = cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
            open_ = opening(shapes[n - 1] if n else rest, matrix)
            shot.append(style.apply(lashed(crop, open_, np.random.default_rng(lashes))))
        for shape in shapes:
            points = in_crop(shape, matrix)
            flow, covered = motion(at_rest, points, triangles, SIDE)
            seen = rasterize(points, triangles, SIDE, SIDE)[0]
            cover = (seen >= 0) & is_skin[seen]
            flows.append(flow.transpose(2, 0, 1).astype(np.float16))
            covers.append(cover.astype(np.uint8))
            hidden.append(covered.astype(np.uint8))
        one = {
            "stills": shot[0],
            "closings": closings,
            "covers": np.stack(covers),
            "flows": np.stack(flows),
            "hidden": np.stack(hidden),
            "openings": opening(rest, matrix).astype(np.uint8),
        }
        if len(shot) > 1:
            one["pictures"] = np.stack(shot[1:])
        made.append(mirrored(one) if eye else one)
    return made


def mirrored(one):
    """The mirror image of an eye."""
    made = dict(one)
    for name in ("covers", "hidden", "openings"):
        made[name] = one[name][..., ::-1]
    made["flows"] = one["flows"][..., ::-1] * np.array([-1, 1], np.float16)[:, None, None]
    for name in ("stills", "pictures"):
        if name in one:
            made[name] = one[name][..., ::-1, :]
    return made


if __name__ == "__main__":
    make_chunks(examples, "lids", __doc__, people=640)

"""Make training data for the detail network: drawn people with the true motion between the still and each picture.

    python -m detail.pairs --people 640

Chunks `<scratch>/pairs/<first>.npz`: stills uint8 [p, 256, 256, 3] RGB, pictures uint8 [p, 7, 256, 256, 3] RGB, flows float16
[p, 7, 256, 256, 2] (x, y in pixels: where in the still each pixel of the picture comes from), hidden uint8 [p, 7, 256, 256] (1: the
still does not show that point), shapes float32 [p, 7, 8] (mouth parameters). Drawing a person takes about 1.3 s of one core.
"""

import cv2
import numpy as np

from head import mouth
from head.mouth import COUNT
from pictures.casting import random_person
from pictures.chunks import make_chunks
from pictures.raster import interpolate, rasterize
from pictures.shapes import random_shape
from pictures.style import random_style

SHAPES = 7
DEPTH_TOLERANCE = 0.02
"""a point this much behind the nearest surface of the still is hidden there"""


def projected(person, parameters):
    """Points of the person in pixels and depth, with this mouth: the geometry that `Person.picture` draws."""
    closed = float(np.clip(max(parameters[5], 0.8 * parameters[6]), 0, 1))
    vertices = person.at_rest - closed * person.parted + mouth.displacement(parameters)
    points = np.concatenate([part.points for part in person.anatomy.parts(vertices, person.gaze).values()])
    return person._to_pixels(person.camera.project(person.camera.turn(points, person.pivot)))


def motion(rest, moved, triangles, side):
    """Backward motion from the moved points to those at rest -> flow [side, side, 2], hidden [side, side]."""
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    depth = rasterize(rest, triangles, side, side)[2]
    seen, places, _ = rasterize(moved, triangles, side, side)
    source = interpolate(rest.astype(np.float32), triangles, seen, places)
    flow = np.stack([source[..., 0] - columns - 0.5, source[..., 1] - rows - 0.5], -1)
    flow[seen < 0] = 0
    nearest = cv2.remap(depth, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_NEAREST)
    hidden = (seen >= 0) & (nearest > source[..., 2] + DEPTH_TOLERANCE)
    return flow, hidden


def examples(seed):
    random = np.random.default_rng([seed, 1])
    person = random_person(seed)
    shapes = np.array([random_shape(random) for _ in range(SHAPES)])
    side = round(person.size * (1 + 2 * person.margin))
    style = random_style(random, side)
    still = style.apply(person.picture(np.zeros(COUNT)))
    rest = projected(person, np.zeros(COUNT))
    pictures, flows, hidden = [], [], []
    for shape in shapes:
        pictures.append(style.apply(person.picture(shape)))
        flow, covered = motion(rest, projected(person, shape), person._triangles, side)
        flows.append(flow.astype(np.float16))
        hidden.append(covered.astype(np.uint8))
    return [
        {
            "stills": still,
            "pictures": np.stack(pictures),
            "flows": np.stack(flows),
            "hidden": np.stack(hidden),
            "shapes": shapes.astype(np.float32),
        }
    ]


if __name__ == "__main__":
    make_chunks(examples, "pairs", __doc__, people=640)

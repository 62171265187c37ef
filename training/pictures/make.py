"""Draw the training pictures: `python -m pictures.make --people 6000 --first 0`.

Chunks of people go to <scratch>/pictures/<first>.npz: stills uint8 [p, 128, 128, 3], pictures uint8 [p, 7, 128, 128, 3]
(RGB; the face box is the inner 96 x 96) and shapes float32 [p, 7, 8]. Chunks that are there already are left alone.
"""

import argparse
from functools import partial
from multiprocessing import Pool

import cv2
import numpy as np

from head.assets import scratch_folder
from head.mouth import COUNT
from pictures.casting import random_person
from pictures.shapes import random_shape
from pictures.style import random_style

SHAPES, STORED = 7, 128


def person(seed: int):
    """-> still [128, 128, 3], pictures [7, 128, 128, 3], shapes [7, 8]"""
    random = np.random.default_rng([seed, 1])
    drawn = random_person(seed)
    shapes = np.array([random_shape(random) for _ in range(SHAPES)])
    still = drawn.picture(np.zeros(COUNT))
    style = random_style(random, len(still))

    def finished(picture):
        return cv2.resize(style.apply(picture), (STORED, STORED), interpolation=cv2.INTER_AREA)

    return finished(still), np.stack([finished(drawn.picture(shape)) for shape in shapes]), shapes.astype(np.float32)


def chunk(first: int, count: int):
    cv2.setNumThreads(1)
    path = scratch_folder() / "pictures" / f"{first:07d}.npz"
    if path.exists():
        return
    stills, pictures, shapes = (np.stack(column) for column in zip(*(person(first + n) for n in range(count))))
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, stills=stills, pictures=pictures, shapes=shapes)
    unfinished.rename(path)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=6400)
    options.add_argument("--first", type=int, default=0, help="seed of the first person; validation uses 10 000 000")
    options.add_argument("--chunk", type=int, default=64, help="people in a file")
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    (scratch_folder() / "pictures").mkdir(exist_ok=True)
    with Pool(chosen.processes) as pool:
        firsts = range(chosen.first, chosen.first + chosen.people, chosen.chunk)
        for done, _ in enumerate(pool.imap_unordered(partial(chunk, count=chosen.chunk), firsts), 1):
            print(f"{done * chosen.chunk} people", flush=True)


if __name__ == "__main__":
    main()

"""Files of training data, a chunk of people each, made by several processes; what exists is not made again."""

import argparse
from functools import partial
from multiprocessing import Pool

import cv2
import numpy as np

from head.assets import scratch_folder

CHUNK = 16


def write_chunk(first, examples, folder: str):
    """Write `<scratch>/<folder>/<first>.npz` with each array of the examples of `CHUNK` people, stacked."""
    cv2.setNumThreads(1)
    path = scratch_folder() / folder / f"{first:08d}.npz"
    if path.exists():
        return
    made = [one for n in range(CHUNK) for one in examples(first + n)]
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, **{name: np.stack([one[name] for one in made]) for name in made[0]})
    unfinished.rename(path)


def make_chunks(examples, folder: str, about: str, people: int):
    """The command: `examples(seed)` gives the examples of a person, a list of dictionaries of arrays."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=people)
    options.add_argument("--first", type=int, default=0, help="seed of the first person; 10000000 and up are used for checking only")
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    (scratch_folder() / folder).mkdir(exist_ok=True)
    with Pool(chosen.processes) as pool:
        firsts = range(chosen.first, chosen.first + chosen.people, CHUNK)
        for _ in pool.imap_unordered(partial(write_chunk, examples=examples, folder=folder), firsts):
            pass

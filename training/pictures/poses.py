"""Draw the portraits that the service's tests need: `python -m pictures.poses --to ../test/fixtures/portraits`.

One drawn person whose head is turned, or who purses the lips or opens the mouth, in the scale of the head seen from the front.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from head import mouth
from pictures.casting import random_person

SEED, SIZE, MARGIN = 11, 160, 0.6


def pose(degrees: float = 0, jaw: float = 0, pucker: float = 0) -> np.ndarray:
    """-> sRGB uint8 [n, n, 3]: a head turned to the viewer's right, and its mouth"""
    person = random_person(SEED)
    camera = replace(person.camera, distance=14.0, yaw=0.0, pitch=0.02, roll=0.0)
    side = round(SIZE * (1 + 2 * MARGIN))
    sitter = replace(
        person,
        camera=camera,
        scene=replace(person.scene, background=cv2.resize(person.scene.background, (side, side))),
        size=SIZE,
        margin=MARGIN,
        expression=pucker * (mouth.unit("mouthPucker") + 0.5 * mouth.unit("mouthFunnel")),
        parted=np.zeros_like(person.parted),
    )
    turned = replace(sitter, camera=replace(camera, yaw=np.radians(degrees)))
    turned.__dict__["box"] = sitter.box
    parameters = np.zeros(mouth.COUNT)
    parameters[mouth.NAMES.index("jaw")] = jaw
    parameters[mouth.NAMES.index("round")] = pucker
    return turned.picture(parameters)


POSES = {
    "turned-20": dict(degrees=20),
    "turned-45": dict(degrees=45),
    "turned-60-left": dict(degrees=-60),
    "open": dict(jaw=1.1),
    "pursed": dict(pucker=1.1),
}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, required=True)
    folder = options.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in POSES.items():
        picture = cv2.cvtColor(pose(**values), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(folder / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 88])


if __name__ == "__main__":
    main()

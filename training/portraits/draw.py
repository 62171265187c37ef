"""Draw the portraits: `python -m portraits.draw alice --out ../avatars --side 1024 --samples 96`."""

import argparse
from pathlib import Path

import cv2

from portraits import people
from portraits.finish import finished
from portraits.studio import Studio


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(people.CAST)}; all of them when none is named")
    options.add_argument("--out", type=Path, default=Path("../avatars"))
    options.add_argument("--side", type=int, default=1024)
    options.add_argument("--samples", type=int, default=96)
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name in chosen.names or people.CAST:
        person = people.CAST[name]()
        picture = finished(Studio(person).shoot(chosen.side, chosen.samples), person)
        cv2.imwrite(str(chosen.out / f"{name}.png"), picture[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()

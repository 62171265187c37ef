"""Write the model file: `python -m detail.export --to ../models/detail/detail.pth` (zip format of torch.save, float16)."""

import argparse
from pathlib import Path

import torch

from head.assets import scratch_folder
from network.export import packed


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--to", type=Path, default=Path("../models/detail/detail.pth"))
    chosen = options.parse_args()
    state = torch.load(scratch_folder() / "runs" / chosen.run / "detail.pt", map_location="cpu", weights_only=True)
    weights = {name: value.half() for name, value in state["average"].items()}
    torch.save({"state_dict": packed(weights), "global_step": state["step"]}, chosen.to)
    print(f"{chosen.to}: {chosen.to.stat().st_size / 1e6:.2f} MB after {state['step']} steps")


if __name__ == "__main__":
    main()

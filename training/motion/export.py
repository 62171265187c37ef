"""Write the model files: `python -m motion.export --to ../models/motion` (ONNX, weights in half precision)."""

import argparse
from pathlib import Path

import torch

from head.assets import scratch_folder
from motion.head_network import SIDE, HeadMotion
from motion.lid_network import COLUMNS, ROWS, Lids
from motion.onnx_file import save_network


class HeadFile(torch.nn.Module):
    """The head network with the person's share as 0..1, and the eyes as points."""

    def __init__(self, network: HeadMotion):
        super().__init__()
        self.network = network

    def forward(self, head):
        fields, person, eyes = self.network(head)
        return fields, torch.sigmoid(person), self.network.corners(eyes)


class LidFile(torch.nn.Module):
    def __init__(self, network: Lids):
        super().__init__()
        self.network = network

    def forward(self, eyes, closings):
        return self.network(eyes, closings)


def trained(network, run, stage):
    state = torch.load(scratch_folder() / "runs" / run / f"{stage}.pt", map_location="cpu", weights_only=True)
    network.load_state_dict(state["average"])
    return network.eval(), state["step"]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--to", type=Path, default=Path("../models/motion"))
    chosen = options.parse_args()
    about = {"license": "CC0-1.0", "source": "training/motion"}
    head, head_steps = trained(HeadMotion(), chosen.run, "head-motion")
    save_network(
        HeadFile(head),
        (torch.rand(1, 3, SIDE, SIDE),),
        ["head"],
        ["fields", "person", "eyes"],
        chosen.to / "head.onnx",
        about | {"steps": str(head_steps)},
    )
    lids, lid_steps = trained(Lids(), chosen.run, "lids")
    save_network(
        LidFile(lids),
        (torch.rand(2, 3, ROWS, COLUMNS), torch.rand(2)),
        ["eyes", "closings"],
        ["flows", "covers"],
        chosen.to / "lids.onnx",
        about | {"steps": str(lid_steps)},
        batched=["eyes", "closings", "flows", "covers"],
    )
    for name in ("head", "lids"):
        file = chosen.to / f"{name}.onnx"
        print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

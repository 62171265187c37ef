"""Figures of a detail network on drawn people that it has not seen.

python -m detail.measure ../models/detail/detail.pth
"""

import sys

import numpy as np
import torch
from torch.nn import functional as F

from detail.batches import CHECKING, Pairs, batch
from detail.degrade import as_drawn, small
from detail.network import FINE, Detail, compose, window


def decibels(a, b):
    return -10 * torch.log10(((a - b) ** 2).mean()).item()


def slope(x):
    return (x.diff(dim=-1).abs().mean() + x.diff(dim=-2).abs().mean()).item()


@torch.no_grad()
def measure(network, data: Pairs, people: int = 24) -> dict[str, float]:
    """PSNR (dB) at 192 pixels of the result and of the enlarged drawing; sharpness against the truth; faithfulness (dB): the result,
    made small again, against what was drawn; motion error against the motion itself (pixels of 192)."""
    random = np.random.default_rng(5)
    torch_state = torch.random.get_rng_state()
    torch.manual_seed(5)
    sample = batch(data, min(people, len(data)), 3, random, augment=False)
    drawn = window(as_drawn(sample.targets, sample.stills, 3, random))
    torch.random.set_rng_state(torch_state)
    made, flow, _ = compose(network(window(small(sample.stills)), drawn, 3), drawn, sample.stills, 3, FINE)
    target, motion, seen = window(sample.targets), window(sample.flows), 1 - window(sample.hidden)
    enlarged = F.interpolate(drawn, size=target.shape[-2:], mode="bicubic", align_corners=False).clamp(0, 1)
    return {
        "psnr": decibels(made, target),
        "enlarged": decibels(enlarged, target),
        "sharpness": slope(made) / slope(target),
        "sharpness_enlarged": slope(enlarged) / slope(target),
        "faithful": decibels(F.avg_pool2d(made, FINE), drawn),
        "flow_error": ((flow - motion).norm(dim=1, keepdim=True) * seen).sum().item() / seen.sum().item(),
        "flow": (motion.norm(dim=1, keepdim=True) * seen).sum().item() / seen.sum().item(),
    }


def main():
    torch.set_num_threads(1)
    network = Detail()
    network.load_state_dict({k: v.float() for k, v in torch.load(sys.argv[1], weights_only=True)["state_dict"].items()})
    for name, value in measure(network.eval(), Pairs(CHECKING, 2 * CHECKING), people=48).items():
        print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()

"""Train the eyelid network: `python -m motion.train_lids --minutes 40`, after `python -m motion.lids`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/motion/lids.onnx` starts from the shipped file instead.
"""

import numpy as np
import torch
from torch.nn import functional as F

from motion.heads import CHECKING
from motion.lid_batches import Eyes, batch, stored_eyes
from motion.lid_network import Lids, composed
from motion.onnx_file import load_weights
from network.small_network import Task, options, train

COUNT = 24


def lid_loss(flows, covers, truth: Eyes):
    difference = (flows - truth.flows).unflatten(1, (2, 2))
    moving = 1 + 4 * (truth.flows.unflatten(1, (2, 2)).norm(dim=2) > 0.3).float()
    motion = (moving * truth.weights * difference.norm(dim=2)).mean()
    slopes = sum(
        (truth.weights.narrow(d, 1, truth.weights.shape[d] - 1).unsqueeze(2) * difference.diff(dim=d)).abs().mean() for d in (-1, -2)
    )
    edges = F.max_pool2d(truth.covers, 5, 1, 2) + F.max_pool2d(-truth.covers, 5, 1, 2)
    covering = F.binary_cross_entropy(covers.clamp(1e-4, 1 - 1e-4), truth.covers, weight=1 + 12 * edges)
    picture = (composed(truth.stills, flows, covers) - composed(truth.stills, truth.flows, truth.covers)).abs().mean()
    return 0.1 * motion + 0.1 * slopes + 0.5 * covering + 4 * picture


@torch.no_grad()
def measure(network, data) -> dict:
    """On eyes that were not trained on: motion error and motion of the upper lid in pixels, open share of closed eyes."""
    truth = batch(data, min(64, len(data)), np.random.default_rng(5), augment=False)
    flows, covers = network(truth.stills, truth.closings)
    lid, true_lid = flows[:, :2], truth.flows[:, :2]
    seen = (truth.weights[:, 0] > 0.9) * (true_lid.norm(dim=1) > 0.5)
    closed = batch(data, min(64, len(data)), np.random.default_rng(5), augment=False, closing=-1)
    opening = open_area(network(closed.stills, torch.zeros(len(closed.stills)))[1])
    left = open_area(network(closed.stills, closed.closings)[1])
    return {
        "motion_error": ((lid - true_lid).norm(dim=1) * seen).sum().item() / seen.sum().item(),
        "motion": (true_lid.norm(dim=1) * seen).sum().item() / seen.sum().item(),
        "cover_error": (covers - truth.covers).abs().sum((1, 2, 3)).mean().item(),
        "closed": (left <= 0.15 * opening).float().mean().item(),
    }


def open_area(covers):
    """Pixels that neither lid covers [n]."""
    return (1 - covers).prod(1).sum((1, 2))


def batch_loss(network, eyes, random):
    truth = batch(eyes, COUNT, random)
    return lid_loss(*network(truth.stills.contiguous(memory_format=torch.channels_last), truth.closings), truth)


TASK = Task(
    stage="lids",
    seed=7,
    network=Lids,
    start_from=load_weights,
    load=lambda: (stored_eyes(0, CHECKING), stored_eyes(CHECKING, 2 * CHECKING)),
    loss=batch_loss,
    measure=measure,
)


if __name__ == "__main__":
    train(TASK, options(__doc__, minutes=40))

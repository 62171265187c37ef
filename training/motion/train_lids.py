"""Train the eyelid network: `python -m motion.train_lids --minutes 40`, after `python -m motion.lids`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/motion/lids.onnx` starts from the shipped file instead.
"""

import argparse
import math
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from head.assets import scratch_folder
from motion.heads import CHECKING
from motion.lid_batches import Eyes, batch, stored_eyes
from motion.lid_network import Lids, composed
from motion.onnx_file import load_weights
from network.average import Average
from network.run import Run, seeded

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


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--run", default="shipped")
    options.add_argument("--minutes", type=float, default=40)
    options.add_argument("--more", type=float)
    options.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    options.add_argument("--report", type=int, default=100, help="steps between two reports")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--start-from", type=Path)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    cv2.setNumThreads(1)
    random = seeded(7)
    network = Lids().to(memory_format=torch.channels_last)
    if chosen.start_from:
        load_weights(network, chosen.start_from)
    average = Average(network, 0.998)
    optimizer = torch.optim.AdamW(network.parameters(), lr=chosen.peak, weight_decay=1e-4)
    run, done = Run(scratch_folder() / "runs" / chosen.run, "lids", vars(chosen)), 0
    if state := run.resume():
        network.load_state_dict(state["network"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        done = average.steps = state["step"]
        random = np.random.default_rng([7, done])
    training, checking = stored_eyes(0, CHECKING), stored_eyes(CHECKING, 2 * CHECKING)

    def save():
        run.save(
            {"network": network.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": done}
        )

    while (share := run.share(chosen.minutes, chosen.more)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = chosen.peak * min(1, (done + 1) / 100) * (0.02 + 0.49 * (1 + math.cos(math.pi * share)))
        truth = batch(training, COUNT, random)
        flows, covers = network(truth.stills.contiguous(memory_format=torch.channels_last), truth.closings)
        loss = lid_loss(flows, covers, truth)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        done += 1
        if done % chosen.report == 0:
            run.report(step=done, loss=loss.item(), eyes=len(training), **measure(average.model, checking))
        if run.due():
            save()
            training = stored_eyes(0, CHECKING)
    save()


if __name__ == "__main__":
    main()

"""Train the head network: `python -m motion.train_head --minutes 40`, after `python -m motion.heads`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/motion/head.onnx` starts from the shipped file instead.
"""

import argparse
import math
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from head.assets import scratch_folder
from motion.head_batches import Heads, batch, stored_heads
from motion.head_network import FIELD, HeadMotion
from motion.heads import CHECKING
from motion.onnx_file import load_weights
from network.average import Average
from network.run import Run, seeded

COUNT = 10
TYPICAL = 0.06
"""radians: errors are weighed as they show at this angle"""


def head_loss(network, truth: Heads):
    fields, person, eyes = network(truth.crops.contiguous(memory_format=torch.channels_last))
    weight = 0.1 + F.avg_pool2d(truth.persons, truth.persons.shape[-1] // FIELD)
    error = TYPICAL * (fields - truth.fields)
    motion = (weight * error.unflatten(1, (3, 2)).norm(dim=2)).mean()
    slopes = sum((error.diff(dim=dim)).abs().mean() for dim in (-1, -2))
    matte = F.binary_cross_entropy_with_logits(person, truth.persons)
    distance = FIELD * (network.cells - truth.eyes[..., None])
    near = torch.softmax(-distance.square().sum(2) / 2, -1)
    places = -(near * torch.log_softmax(eyes, -1)).sum(-1).mean()
    corners = (network.corners(eyes) - truth.eyes).abs().mean()
    return motion + 0.5 * slopes + 0.6 * matte + 0.1 * places + 10 * corners


@torch.no_grad()
def measure(network, data) -> dict:
    """Motion error as a share of the motion (on the person, all three axes alike), matte and eye errors."""
    truth = batch(data, min(64, len(data)), np.random.default_rng(5), augment=False)
    fields, person, eyes = network(truth.crops)
    inside = (F.avg_pool2d(truth.persons, truth.persons.shape[-1] // FIELD) > 0.9).float()
    error = ((fields - truth.fields).unflatten(1, (3, 2)).norm(dim=2) * inside).sum((0, 2, 3))
    whole = (truth.fields.unflatten(1, (3, 2)).norm(dim=2) * inside).sum((0, 2, 3))
    yaw, pitch, roll = (error / whole).tolist()
    return {
        "yaw": yaw,
        "pitch": pitch,
        "roll": roll,
        "matte": (torch.sigmoid(person) - truth.persons).abs().mean().item(),
        "eyes": (network.corners(eyes) - truth.eyes).norm(dim=-1).mean().item() * 128,
    }


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
    random = seeded(6)
    network = HeadMotion().to(memory_format=torch.channels_last)
    if chosen.start_from:
        load_weights(network, chosen.start_from)
    average = Average(network, 0.998)
    optimizer = torch.optim.AdamW(network.parameters(), lr=chosen.peak, weight_decay=1e-4)
    run, done = Run(scratch_folder() / "runs" / chosen.run, "head-motion", vars(chosen)), 0
    if state := run.resume():
        network.load_state_dict(state["network"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        done = average.steps = state["step"]
        random = np.random.default_rng([6, done])
    training, checking = stored_heads(0, CHECKING), stored_heads(CHECKING, 2 * CHECKING)

    def save():
        run.save(
            {"network": network.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": done}
        )

    while (share := run.share(chosen.minutes, chosen.more)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = chosen.peak * min(1, (done + 1) / 100) * (0.02 + 0.49 * (1 + math.cos(math.pi * share)))
        truth = batch(training, COUNT, random)
        loss = head_loss(network, truth)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        done += 1
        if done % chosen.report == 0:
            run.report(step=done, loss=loss.item(), people=len(training), **measure(average.model, checking))
        if run.due():
            save()
            training = stored_heads(0, CHECKING)
    save()


if __name__ == "__main__":
    main()

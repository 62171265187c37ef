"""Train the head network: `python -m motion.train_head --minutes 40`, after `python -m motion.heads`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/motion/head.onnx` starts from the shipped file instead.
"""

import numpy as np
import torch
from torch.nn import functional as F

from motion.head_batches import Heads, batch, stored_heads
from motion.head_network import FIELD, HeadMotion
from motion.heads import CHECKING
from motion.onnx_file import load_weights
from network.small_network import Task, options, train

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


TASK = Task(
    stage="head-motion",
    seed=6,
    network=HeadMotion,
    start_from=load_weights,
    load=lambda: (stored_heads(0, CHECKING), stored_heads(CHECKING, 2 * CHECKING)),
    loss=lambda network, heads, random: head_loss(network, batch(heads, COUNT, random)),
    measure=measure,
)


if __name__ == "__main__":
    train(TASK, options(__doc__, minutes=40))

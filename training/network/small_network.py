"""The training loop of the small networks: detail, head motion, and eyelids."""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from head.assets import scratch_folder
from network.average import Average
from network.run import Run, seeded

SAVED_EVERY = 180.0
"""seconds"""


@dataclass
class Task:
    """What differs between the small networks."""

    stage: str
    seed: int
    network: Callable
    """makes an untrained network"""
    start_from: Callable
    """(network, path): reads the weights of a shipped file"""
    load: Callable
    """-> people to learn from, people for checking; read again whenever a checkpoint is saved, as there may be more"""
    loss: Callable
    """(network, people, random) -> the loss of one batch"""
    measure: Callable
    """(averaged network, people for checking) -> figures by name"""


def options(about: str, minutes: float) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default="shipped")
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--more", type=float)
    parser.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--report", type=int, default=100, help="steps between two reports")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start-from", type=Path)
    return parser.parse_args()


def train(task: Task, chosen: argparse.Namespace):
    """Train until the time is over, from the last checkpoint if there is one."""
    torch.set_num_threads(chosen.threads)
    cv2.setNumThreads(1)
    random = seeded(task.seed)
    network = task.network().to(memory_format=torch.channels_last)
    if chosen.start_from:
        task.start_from(network, chosen.start_from)
    average = Average(network, 0.998)
    optimizer = torch.optim.AdamW(network.parameters(), lr=chosen.peak, weight_decay=1e-4)
    run, done = Run(scratch_folder() / "runs" / chosen.run, task.stage, vars(chosen)), 0
    if state := run.resume():
        network.load_state_dict(state["network"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        done = average.steps = state["step"]
        random = np.random.default_rng([task.seed, done])
        torch.manual_seed(done)
    people, checking = task.load()

    def save():
        weights = {"network": network.state_dict(), "average": average.model.state_dict()}
        run.save(weights | {"optimizer": optimizer.state_dict(), "step": done})

    while (share := run.share(chosen.minutes, chosen.more)) < 1:
        for group in optimizer.param_groups:
            # math, not NumPy: a NumPy number in the optimizer's state keeps the checkpoint from being read with weights_only
            group["lr"] = chosen.peak * min(1, (done + 1) / 100) * (0.02 + 0.49 * (1 + math.cos(math.pi * share)))
        loss = task.loss(network, people, random)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        done += 1
        if done % chosen.report == 0:
            run.report(step=done, loss=loss.item(), examples=len(people), **task.measure(average.model, checking))
        if run.due(SAVED_EVERY):
            save()
            people, checking = task.load()
    save()

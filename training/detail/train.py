"""Train the detail network: `python -m detail.train --minutes 60`, after `python -m detail.pairs`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/detail/detail.pth` starts from the shipped file instead.
"""

import argparse
import math
from pathlib import Path

import cv2
import numpy as np
import torch

from detail.batches import CHECKING, Pairs, batch
from detail.degrade import as_drawn, small
from detail.losses import detail_loss
from detail.measure import measure
from detail.network import FINE, Detail, compose, window
from head.assets import scratch_folder
from network.average import Average
from network.run import Run, seeded

PEOPLE, EACH = 8, 4


def step(network, sample, random):
    drawn = window(as_drawn(sample.targets, sample.stills, sample.each, random))
    portrait = window(small(sample.stills))
    raw = network(portrait, drawn, sample.each)
    made, flow, alpha = compose(raw, drawn, sample.stills, sample.each, FINE)
    return detail_loss(made, flow, alpha, sample)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--run", default="shipped")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--more", type=float)
    options.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    options.add_argument("--report", type=int, default=200, help="steps between two reports")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--start-from", type=Path)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    cv2.setNumThreads(1)
    random = seeded(2)
    network = Detail().to(memory_format=torch.channels_last)
    if chosen.start_from:
        network.load_state_dict({k: v.float() for k, v in torch.load(chosen.start_from, weights_only=True)["state_dict"].items()})
    average = Average(network, 0.998)
    optimizer = torch.optim.AdamW(network.parameters(), lr=chosen.peak, weight_decay=1e-4)
    run, done = Run(scratch_folder() / "runs" / chosen.run, "detail", vars(chosen)), 0
    if state := run.resume():
        network.load_state_dict(state["network"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        done = average.steps = state["step"]
        random = np.random.default_rng([2, done])
        torch.manual_seed(done)
    training, checking = Pairs(0, CHECKING), Pairs(CHECKING, 2 * CHECKING)

    def save():
        run.save(
            {"network": network.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": done}
        )

    while (share := run.share(chosen.minutes, chosen.more)) < 1:
        for group in optimizer.param_groups:
            # math, not NumPy: a NumPy number in the optimizer's state keeps the checkpoint from being read with weights_only
            group["lr"] = chosen.peak * min(1, (done + 1) / 100) * (0.02 + 0.49 * (1 + math.cos(math.pi * share)))
        loss = step(network, batch(training, PEOPLE, EACH, random), random)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        done += 1
        if done % chosen.report == 0:
            run.report(step=done, loss=loss.item(), **measure(average.model, checking))
        if run.due():
            save()
    save()


if __name__ == "__main__":
    main()

"""Train the detail network: `python -m detail.train --minutes 60`, after `python -m detail.pairs`.

Resumes from its last checkpoint (one every three minutes); `--more 20` goes on for twenty minutes after it; `--start-from
../models/detail/detail.pth` starts from the shipped file instead.
"""

import torch

from detail.batches import CHECKING, Pairs, batch
from detail.degrade import as_drawn, small
from detail.losses import detail_loss
from detail.measure import measure
from detail.network import FINE, Detail, compose, window
from network.small_network import Task, options, train

PEOPLE, EACH = 8, 4


def step(network, sample, random):
    drawn = window(as_drawn(sample.targets, sample.stills, sample.each, random))
    portrait = window(small(sample.stills))
    raw = network(portrait, drawn, sample.each)
    made, flow, alpha = compose(raw, drawn, sample.stills, sample.each, FINE)
    return detail_loss(made, flow, alpha, sample)


def start_from(network, path):
    stored = torch.load(path, weights_only=True)["state_dict"]
    network.load_state_dict({name: value.float() for name, value in stored.items()})


TASK = Task(
    stage="detail",
    seed=2,
    network=Detail,
    start_from=start_from,
    load=lambda: (Pairs(0, CHECKING), Pairs(CHECKING, 2 * CHECKING)),
    loss=lambda network, people, random: step(network, batch(people, PEOPLE, EACH, random), random),
    measure=measure,
)


if __name__ == "__main__":
    train(TASK, options(__doc__, minutes=60))

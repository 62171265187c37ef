"""Stage a: face encoder and decoder learn to move a given mouth, told by its true parameters.

`python -m network.train_face --run NAME --steps 60000`
"""

import argparse
import math

import numpy as np
import torch

from head.assets import scratch_folder
from network.average import Average
from network.losses import emphasis, motion, picture_loss
from network.pairs import VALIDATION_FIRST, Pictures, batch, face_input
from network.run import Run, seeded
from network.shape_encoder import ShapeEncoder
from network.wav2lip import Wav2Lip


def rate(step: int, steps: int, peak: float) -> float:
    """Warms up, then falls along a cosine."""
    return peak * min(1.0, (step + 1) / 300) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


def validate(network, shapes_encoder, validation, people=32):
    random = np.random.default_rng(7)
    network.eval()
    with torch.no_grad():
        stills, targets, shapes = batch(validation, people, 4, random)
        made = network.decode(shapes_encoder(shapes), network.encode_face(face_input(stills)))
        loss = picture_loss(made, targets, emphasis(stills, targets))
        gain, correlation = motion(stills, made, targets)
    return dict(validation=float(loss), gain=gain, correlation=correlation)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--steps", type=int, default=60000)
    options.add_argument("--people", type=int, default=10, help="people in a batch")
    options.add_argument("--shapes", type=int, default=5, help="mouths of each of them")
    options.add_argument("--peak", type=float, default=2e-3, help="learning rate")
    options.add_argument("--freeze", type=float, default=0.8, help="share of the steps after which batch norms stand still")
    options.add_argument("--report", type=int, default=200, help="steps between lines of the log")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    random = seeded(chosen.seed)
    run = Run(scratch_folder() / "runs" / chosen.run, "face", vars(chosen))
    network = Wav2Lip().to(memory_format=torch.channels_last)
    encoder = ShapeEncoder(network.widths.embedding)
    parts = torch.nn.ModuleDict({"network": network, "encoder": encoder})
    learning = [p for name, p in parts.named_parameters() if ".audio_encoder." not in name]
    optimizer = torch.optim.AdamW(learning, lr=chosen.peak, weight_decay=1e-4)
    average, first = Average(parts), 0
    if state := run.resume():
        parts.load_state_dict(state["parts"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = average.steps = state["step"]
        random = np.random.default_rng([chosen.seed, first])
    pictures, validation = Pictures(), Pictures(first=VALIDATION_FIRST, last=2 * VALIDATION_FIRST)
    total = 0.0
    for step in range(first, chosen.steps):
        parts.train(step < chosen.freeze * chosen.steps)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, chosen.steps, chosen.peak)
        stills, targets, shapes = batch(pictures, chosen.people, chosen.shapes, random)
        weight = emphasis(stills, targets)
        with torch.autocast("cpu", torch.bfloat16):
            made = network.decode(encoder(shapes), network.encode_face(face_input(stills)))
        loss = picture_loss(made.float(), targets, weight)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        average.update(parts)
        total += loss.item()
        if (step + 1) % chosen.report == 0:
            checked = validate(average.model["network"], average.model["encoder"], validation)
            run.report(step=step + 1, people=len(pictures), loss=total / chosen.report, **checked)
            total = 0.0
            pictures.refresh()
        if run.due() or step + 1 == chosen.steps:
            run.save({"parts": parts.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(),
                      "step": step + 1})


if __name__ == "__main__":
    main()

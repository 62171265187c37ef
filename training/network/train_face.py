"""Stage a: train the face encoder and decoder to draw the mouth that true mouth parameters describe.

`python -m network.train_face --run NAME --minutes 65`. The time given is spent whatever a step takes: how fast is learned
follows the share of it that has passed. After a part of it the shape encoder stands still, so that stage b can learn its
language (<run>/shapes.pt) while this one goes on.

`--decoder-from ../models/wav2lip-open.pth` keeps that file's face encoder and decoder and trains only a shape encoder for them, as
retraining the audio encoder alone needs. `--start-from` does the same at first and then trains the decoder further.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch

from head.assets import scratch_folder
from network.average import Average
from network.export import load
from network.losses import emphasis, motion, picture_loss, timidity
from network.pairs import VALIDATION_FIRST, Pictures, batch, face_input
from network.run import Run, autocast, seeded
from network.shape_encoder import ShapeEncoder
from network.wav2lip import MOUTH, Wav2Lip

JUDGED = (..., slice(4, None), slice(2, -2))
"""of `MOUTH`: without the edges where the decoder does not see what lies beyond"""


def rate(step: int, share: float, peak: float) -> float:
    """Warms up, then falls along a cosine; share: how much of the training is over, 0..1."""
    return peak * min(1.0, (step + 1) / 300) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))


def validate(network, shapes_encoder, validation, people=24):
    random = np.random.default_rng(7)
    network.eval()
    with torch.no_grad(), autocast():
        stills, targets, shapes = batch(validation, people, 4, random)
        made = network.decode(shapes_encoder(shapes), network.encode_face(face_input(stills)), mouth=True).float()[JUDGED]
        stills, targets, weight = (seen[:, :, *MOUTH][JUDGED] for seen in (stills, targets, emphasis(stills, targets)))
        loss = picture_loss(made, targets, weight)
        gain, correlation = motion(stills, made, targets)
    return dict(validation=float(loss), gain=gain, correlation=correlation)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--minutes", type=float, default=82)
    options.add_argument("--more", type=float, help="train for this many minutes after the checkpoint, with a new learning-rate schedule")
    options.add_argument("--people", type=int, default=8, help="people in a batch")
    options.add_argument("--shapes", type=int, default=4, help="mouths of each of them")
    options.add_argument("--peak", type=float, default=1.2e-3, help="learning rate")
    options.add_argument("--freeze", type=float, default=0.25, help="share of the time after which batch norms stand still")
    options.add_argument("--settled", type=float, default=0.25, help="share of the time after which the shape encoder does")
    options.add_argument("--width", type=float, default=0.05, help="weight of the term that wants the motion as wide as the truth")
    options.add_argument("--report", type=int, default=200, help="steps between lines of the log")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--decoder-from", type=Path, help="model file whose decoder is kept; only the shape encoder learns")
    options.add_argument("--start-from", type=Path, help="model file whose decoder learns on, once the shape encoder speaks its language")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    random = seeded(chosen.seed)
    run = Run(scratch_folder() / "runs" / chosen.run, "face", vars(chosen))
    given = chosen.decoder_from or chosen.start_from
    network = (load(given) if given else Wav2Lip()).to(memory_format=torch.channels_last)
    encoder = ShapeEncoder(network.widths.embedding)
    parts = torch.nn.ModuleDict({"network": network, "encoder": encoder})
    if chosen.decoder_from:
        network.requires_grad_(False)
        chosen.settled, chosen.freeze = 0.95, 0
    if chosen.start_from:
        chosen.freeze = 0
    learning = [p for name, p in parts.named_parameters() if p.requires_grad and ".audio_encoder." not in name]
    optimizer = torch.optim.AdamW(learning, lr=chosen.peak, weight_decay=1e-4, fused=True)
    average, first = Average(parts), 0
    if state := run.resume():
        parts.load_state_dict(state["parts"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = average.steps = state["step"]
        random = np.random.default_rng([chosen.seed, first])
    settled = (run.folder / "shapes.pt").exists()
    if settled:
        encoder.load_state_dict(torch.load(run.folder / "shapes.pt", weights_only=True))
        encoder.requires_grad_(False)
    pictures, validation = Pictures(), Pictures(first=VALIDATION_FIRST, last=2 * VALIDATION_FIRST)
    total, since, step, share = 0.0, 0, first, 0.0
    while share < 1:
        share = run.share(chosen.minutes, chosen.more)
        parts.train(share < chosen.freeze and not settled)
        if share > chosen.settled and not settled:
            encoder.load_state_dict(average.model["encoder"].state_dict())
            encoder.requires_grad_(False)
            settled = True
            torch.save(encoder.state_dict(), run.folder / "shapes.pt")
        if settled and chosen.decoder_from:
            run.save(
                {"parts": parts.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            )
            break
        for group in optimizer.param_groups:
            group["lr"] = rate(step, share, chosen.peak)
        if chosen.start_from:
            network.requires_grad_(settled)
        stills, targets, shapes = batch(pictures, chosen.people, chosen.shapes, random)
        weight = emphasis(stills, targets)[:, :, *MOUTH][JUDGED]
        with autocast():
            made = network.decode(encoder(shapes), network.encode_face(face_input(stills)), mouth=True)
        made, targets = made.float()[JUDGED], targets[:, :, *MOUTH][JUDGED]
        loss = picture_loss(made, targets, weight) + chosen.width * timidity(stills[:, :, *MOUTH][JUDGED], made, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        average.update(parts)
        total, since, step = total + loss.item(), since + 1, step + 1
        if step % chosen.report == 0 or share >= 1:
            checked = validate(average.model["network"], average.model["encoder"], validation)
            run.report(step=step, people=len(pictures), loss=total / since, **checked)
            total, since = 0.0, 0
            pictures.refresh()
        if run.due() or share >= 1:
            run.save(
                {"parts": parts.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            )


if __name__ == "__main__":
    main()

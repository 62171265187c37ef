"""Stage b: the audio encoder learns to say what the shape encoder would say of the mouth at that moment.

`python -m network.train_audio --run NAME --minutes 45`, as soon as stage a has written shapes.pt; both can run at once.
`--start-from ../models/wav2lip-open.pth` continues from the audio encoder of a model file.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

from head.assets import scratch_folder
from head.mouth import COUNT, NAMES
from network.average import Average
from network.export import load
from network.muon import Muon
from network.run import Run, autocast, seeded
from network.shape_encoder import ShapeEncoder
from network.train_face import rate
from network.voices import batches
from network.wav2lip import Wav2Lip, Widths

WEIGHTS = torch.tensor([3.0, 1.0, 2.0, 1.0, 1.0, 2.0, 2.0, 0.4])
"""of the parameters in the order of `head.mouth.NAMES`"""


class Reader(nn.Module):
    """From an embedding back to the mouth's parameters: [n, e] -> [n, 8]"""

    def __init__(self, embedding: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(embedding, 96), nn.ReLU(), nn.Linear(96, COUNT))

    def forward(self, embedding):
        return self.layers(embedding.flatten(1))


def fitted_reader(shapes: ShapeEncoder, embedding: int, steps: int = 1500) -> Reader:
    """A reader of what a trained shape encoder says, kept fixed afterwards."""
    reader = Reader(embedding)
    optimizer = torch.optim.Adam(reader.parameters(), 2e-3)
    for _ in range(steps):
        with torch.no_grad():
            parameters = torch.rand(512, COUNT) * (torch.rand(512, COUNT) < 0.5)
            parameters[:, 1] *= 1.5 * torch.rand(512) - 0.5
            said = shapes(parameters)
        loss = (reader(said) - parameters).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return reader.requires_grad_(False).eval()


def settled_encoder(folder: Path) -> ShapeEncoder:
    """The shape encoder of stage a, from when on it stands still."""
    encoder = ShapeEncoder(Widths().embedding)
    encoder.load_state_dict(torch.load(folder / "shapes.pt", map_location="cpu", weights_only=True))
    return encoder.eval().requires_grad_(False)


def correlations(made: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    return {name: float(np.corrcoef(made[:, n], truth[:, n])[0, 1]) for n, name in enumerate(NAMES)}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--minutes", type=float, default=50)
    options.add_argument("--more", type=float, help="train for this many minutes after the checkpoint, with a new learning-rate schedule")
    options.add_argument("--runs", type=int, default=20, help="voices in a batch")
    options.add_argument("--frames", type=int, default=6, help="consecutive frames of each")
    options.add_argument("--peak", type=float, default=2e-3)
    options.add_argument("--filter-peak", type=float, default=0.02, help="learning rate of the convolutions' weights, which Muon trains")
    options.add_argument("--start-from", type=Path, help="model file whose audio encoder learns on")
    options.add_argument("--report", type=int, default=250, help="steps between lines of the log")
    options.add_argument("--seed", type=int, default=2)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    seeded(chosen.seed)
    run = Run(scratch_folder() / "runs" / chosen.run, "audio", vars(chosen))
    shapes = settled_encoder(run.folder)
    ears = (load(chosen.start_from) if chosen.start_from else Wav2Lip()).audio_encoder.to(memory_format=torch.channels_last)
    with torch.no_grad():
        said = shapes(torch.rand(4096, COUNT) * (torch.rand(4096, COUNT) < 0.4)).flatten(1)
        spread = said.std(0).mean()
        if not chosen.start_from:
            last = ears[-1].conv_block[1]
            last.weight.fill_(spread)
            last.bias.copy_(said.mean(0))
    reader = fitted_reader(shapes, Widths().embedding)
    average = Average(ears)
    filters = [weight for weight in ears.parameters() if weight.ndim == 4]
    others = [weight for weight in ears.parameters() if weight.ndim < 4]
    optimizers = [Muon(filters, chosen.filter_peak), torch.optim.AdamW(others, chosen.peak, weight_decay=0)]
    first = 0
    if state := run.resume():
        ears.load_state_dict(state["ears"])
        average.model.load_state_dict(state["average"])
        for each, kept in zip(optimizers, state["optimizers"]):
            each.load_state_dict(kept)
        first = average.steps = state["step"]
    made = batches(chosen.seed, first, chosen.runs, chosen.frames)
    total, said, true, step, share = 0.0, [], [], first, 0.0
    while share < 1:
        share = run.share(chosen.minutes, chosen.more)
        ears.train(share < 0.85)
        for each, peak in zip(optimizers, (chosen.filter_peak, chosen.peak)):
            each.param_groups[0]["lr"] = rate(step, share, peak)
        windows, parameters = next(made)
        parameters = torch.from_numpy(parameters).flatten(0, 1)
        wanted = shapes(parameters).flatten(1)
        with autocast():
            heard = ears(torch.from_numpy(windows).contiguous(memory_format=torch.channels_last)).float().flatten(1)
        # Closures and bites are rare and short, and missing one is what the eye notices first.
        firm = 1 + 2 * parameters[:, NAMES.index("press")] + 3 * parameters[:, NAMES.index("bite")]
        apart = (heard - wanted) / spread
        read = reader(heard)
        loss = (firm[:, None] * apart.square()).mean()
        loss = loss + 4 * (firm[:, None] * WEIGHTS * (read - parameters).square()).mean()
        steps = apart.unflatten(0, (chosen.runs, chosen.frames)).diff(dim=1)
        loss = loss + 0.5 * steps.square().mean()
        for each in optimizers:
            each.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(ears.parameters(), 1.0)
        for each in optimizers:
            each.step()
        average.update(ears)
        total, step = total + loss.item(), step + 1
        said.append(read.detach().numpy())
        true.append(parameters.numpy())
        if step % chosen.report == 0 or share >= 1:
            run.report(step=step, loss=total / len(said), **correlations(np.concatenate(said), np.concatenate(true)))
            total, said, true = 0.0, [], []
        if run.due() or share >= 1:
            optimizer_states = [each.state_dict() for each in optimizers]
            run.save({"ears": ears.state_dict(), "average": average.model.state_dict(), "optimizers": optimizer_states, "step": step})


if __name__ == "__main__":
    main()

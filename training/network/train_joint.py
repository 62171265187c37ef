"""Stage c: the audio encoder is polished by what its embeddings look like.

The pictures that the true parameters give, drawn by the decoder of stage a, are what the voice has to give too; an error that
nobody sees counts for nothing. `python -m network.train_joint --run NAME --steps 4000`
"""

import argparse

import numpy as np
import torch

from head.assets import scratch_folder
from head.mouth import NAMES
from network.average import Average
from network.pairs import Pictures, face_input, person_batch, to_tensor
from network.run import Run, seeded
from network.train_audio import teacher
from network.train_face import rate
from network.voices import Voices, batch

MOUTH = (slice(44, 96), slice(8, 88))
"""Rows and columns of the picture that count."""


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--steps", type=int, default=4000)
    options.add_argument("--voices", type=int, default=6)
    options.add_argument("--frames", type=int, default=8)
    options.add_argument("--peak", type=float, default=4e-4)
    options.add_argument("--report", type=int, default=100, help="steps between lines of the log")
    options.add_argument("--seed", type=int, default=3)
    chosen = options.parse_args()
    random = seeded(chosen.seed)
    run = Run(scratch_folder() / "runs" / chosen.run, "joint", vars(chosen))
    network, shapes = teacher(run.folder)
    network.to(memory_format=torch.channels_last).requires_grad_(False)
    ears = network.audio_encoder
    ears.load_state_dict(torch.load(run.folder / "audio.pt", map_location="cpu", weights_only=True)["average"])
    ears.requires_grad_(True)
    average = Average(ears, decay=0.998)
    optimizer = torch.optim.AdamW(ears.parameters(), lr=chosen.peak, weight_decay=1e-3)
    first = 0
    if state := run.resume():
        ears.load_state_dict(state["ears"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = average.steps = state["step"]
        random = np.random.default_rng([chosen.seed, first])
    voices, pictures = Voices(), Pictures(people=1024)
    totals = np.zeros(2)
    for step in range(first, chosen.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, chosen.steps, chosen.peak)
        windows, parameters = batch(voices, chosen.voices, chosen.frames, random)
        parameters = torch.from_numpy(parameters).flatten(0, 1)
        wanted = shapes(parameters)
        heard = ears(torch.from_numpy(windows))
        who = random.choice(len(pictures), chosen.voices, replace=False)
        stills = to_tensor(np.stack([person_batch(pictures, n, 1, random)[0] for n in who]))
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                features = network.encode_face(face_input(stills))
                right = network.decode(wanted, features).float()[:, :, MOUTH[0], MOUTH[1]]
            made = network.decode(heard, features).float()[:, :, MOUTH[0], MOUTH[1]]
        firm = 1 + 2 * parameters[:, NAMES.index("press")] + 2 * parameters[:, NAMES.index("bite")]
        apart = (made - right).abs().mean((1, 2, 3))
        seen = (firm * apart).mean()
        felt = (firm * (heard - wanted).square().mean((1, 2, 3))).mean()
        loss = 20 * seen + 0.3 * felt
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(ears.parameters(), 1.0)
        optimizer.step()
        average.update(ears)
        totals += seen.item(), felt.item()
        if (step + 1) % chosen.report == 0:
            run.report(step=step + 1, seen=totals[0] / chosen.report, felt=totals[1] / chosen.report)
            totals[:] = 0
        if run.due() or step + 1 == chosen.steps:
            run.save({"ears": ears.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(),
                      "step": step + 1})


if __name__ == "__main__":
    main()

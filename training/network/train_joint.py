"""Stage c: the audio encoder is polished by what its embeddings look like.

The pictures that the true parameters give, drawn by the decoder of stage a, are what the voice has to give too; an error that
is not visible does not count. `python -m network.train_joint --run NAME --minutes 8`
"""

import argparse

import numpy as np
import torch

from head.assets import scratch_folder
from head.mouth import NAMES
from network.average import Average
from network.export import trained
from network.pairs import Pictures, face_input, person_batch, to_tensor
from network.run import Run, autocast, seeded
from network.train_audio import settled_encoder
from network.train_face import JUDGED, rate
from network.voices import Voices, batch


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--minutes", type=float, default=8)
    options.add_argument("--more", type=float, help="train for this many minutes after the checkpoint, with a new learning-rate schedule")
    options.add_argument("--voices", type=int, default=6)
    options.add_argument("--frames", type=int, default=8)
    options.add_argument("--peak", type=float, default=4e-4)
    options.add_argument("--report", type=int, default=100, help="steps between lines of the log")
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    random = seeded(chosen.seed)
    run = Run(scratch_folder() / "runs" / chosen.run, "joint", vars(chosen))
    network, shapes = trained(run.folder)[0], settled_encoder(run.folder)
    network.to(memory_format=torch.channels_last).requires_grad_(False)
    ears = network.audio_encoder
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
    totals, since, step, share = np.zeros(2), 0, first, 0.0
    while share < 1:
        share = run.share(chosen.minutes, chosen.more)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, share, chosen.peak)
        windows, parameters = batch(voices, chosen.voices, chosen.frames, random)
        parameters = torch.from_numpy(parameters).flatten(0, 1)
        wanted = shapes(parameters)
        heard = ears(torch.from_numpy(windows))
        who = random.choice(len(pictures), chosen.voices, replace=False)
        stills = to_tensor(np.stack([person_batch(pictures, n, 1, random)[0] for n in who]))
        with autocast():
            with torch.no_grad():
                features = network.encode_face(face_input(stills))
                right = network.decode(wanted, features, mouth=True).float()[JUDGED]
            made = network.decode(heard, features, mouth=True).float()[JUDGED]
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
        step, since = step + 1, since + 1
        if step % chosen.report == 0 or share >= 1:
            run.report(step=step, seen=totals[0] / since, felt=totals[1] / since)
            totals[:], since = 0, 0
        if run.due() or share >= 1:
            run.save({"ears": ears.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "step": step})


if __name__ == "__main__":
    main()

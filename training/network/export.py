"""Write the model file: `python -m network.export --run shipped --to ../models/wav2lip-open.pth`.

A zip-format torch.save of {"state_dict", "global_step"} with the authors' keys; weights of convolutions in float16, everything
else in float32, each kind in one storage.
"""

import argparse
from pathlib import Path

import torch

from head.assets import scratch_folder
from network.wav2lip import Wav2Lip, Widths


def trained(folder: Path) -> tuple[Wav2Lip, int]:
    """The network of a run's latest stages (averaged weights) -> network, steps taken in all stages together."""
    state = torch.load(folder / "face.pt", map_location="cpu", weights_only=True)
    network, steps = Wav2Lip(), state["step"]
    decoder = {name.removeprefix("network."): value for name, value in state["average"].items() if name.startswith("network.")}
    network.load_state_dict(decoder)
    for stage in ("audio", "joint"):
        if (folder / f"{stage}.pt").exists():
            state = torch.load(folder / f"{stage}.pt", map_location="cpu", weights_only=True)
            network.audio_encoder.load_state_dict(state["average"])
            steps += state["step"]
    return network.eval(), steps


def narrowed(state: dict) -> dict:
    return {name: value.half() if value.ndim == 4 else value for name, value in state.items()}


def packed(state: dict) -> dict:
    """The same tensors as views of one storage per type. Each storage is a file in the archive."""
    made = dict(state)
    for dtype in {value.dtype for value in state.values()}:
        names = [name for name, value in state.items() if value.dtype == dtype]
        parts = torch.cat([state[name].contiguous().flatten() for name in names]).split([state[name].numel() for name in names])
        made |= {name: part.view(state[name].shape) for name, part in zip(names, parts)}
    return made


def widths_of(state: dict) -> Widths:
    """A network's widths, from the shapes of its tensors."""

    def out(key, axis=0):
        return state[f"{key}.conv_block.0.weight"].shape[axis]

    return Widths(
        face=tuple(out(f"face_encoder_blocks.{n}.0") for n in range(7)),
        audio=tuple(out(f"audio_encoder.{n}") for n in (0, 3, 6, 9)),
        embedding=out("audio_encoder.12"),
        decoder=(out("face_decoder_blocks.0.0"), *(out(f"face_decoder_blocks.{n}.0", 1) for n in range(1, 7))),
        output=out("output_block.0"),
    )


def load(path: Path) -> Wav2Lip:
    """A model file written by `main`, ready to draw."""
    state = {
        name: value.float() if value.is_floating_point() else value
        for name, value in torch.load(path, map_location="cpu", weights_only=True)["state_dict"].items()
    }
    network = Wav2Lip(widths_of(state))
    network.load_state_dict(state)
    return network.eval()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--to", type=Path, default=Path("../models/wav2lip-open.pth"))
    chosen = options.parse_args()
    network, steps = trained(scratch_folder() / "runs" / chosen.run)
    torch.save({"state_dict": packed(narrowed(network.state_dict())), "global_step": steps}, chosen.to)
    print(f"{chosen.to}: {chosen.to.stat().st_size / 1e6:.2f} MB, {network.widths}")


if __name__ == "__main__":
    main()

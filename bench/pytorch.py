"""Measures the speed of Wav2Lip in PyTorch on the CPU, for comparison; run by pytorch.ts.

Reads {"checkpoint", "structure", "frames", "threads"} from standard input, where the structure is
the one in function/render/model/network.ts, and prints {"torch", "framesPerSecond"}.
"""

import json
import statistics
import sys
import time

import torch
from torch.nn import functional


def layer(x, spec, state):
    name, padding = spec["name"], spec["padding"]
    if spec.get("bare"):
        return functional.conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"])
    block = f"{name}.conv_block"
    weight, bias = state[f"{block}.0.weight"], state[f"{block}.0.bias"]
    if "transposed" in spec:
        extra = spec["transposed"]["outputPadding"]
        y = functional.conv_transpose2d(x, weight, bias, spec["stride"], 1 if extra else 0, extra)
    else:
        y = functional.conv2d(x, weight, bias, spec["stride"], padding)
    norm = [state[f"{block}.1.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
    y = functional.batch_norm(y, *norm)
    return functional.relu(y + x if spec["residual"] else y)


def network(mel, face, structure, state):
    skips = []
    for block in structure["faceEncoder"]:
        for spec in block:
            face = layer(face, spec, state)
        skips.append(face)
    x = mel
    for spec in structure["audioEncoder"]:
        x = layer(x, spec, state)
    for block in structure["faceDecoder"]:
        for spec in block:
            x = layer(x, spec, state)
        x = torch.cat((x, skips.pop()), dim=1)
    for spec in structure["output"]:
        x = layer(x, spec, state)
    return torch.sigmoid(x)


def main():
    job = json.load(sys.stdin)
    torch.set_num_threads(job["threads"])
    state = torch.load(job["checkpoint"], weights_only=True)["state_dict"]
    mel, face = torch.rand(job["frames"], 1, 80, 16), torch.rand(job["frames"], 6, 96, 96)
    seconds = []
    with torch.inference_mode():
        for _ in range(6):
            start = time.perf_counter()
            network(mel, face, job["structure"], state)
            seconds.append(time.perf_counter() - start)
    print(json.dumps({"torch": torch.__version__, "framesPerSecond": job["frames"] / statistics.median(seconds[1:])}))


main()

"""Figures of the motion networks on drawn people that they have not seen.

python -m motion.measure ../models/motion

Head motion, at angles of up to 4 degrees, is in pixels of the drawn picture (192 across, the face box 76) and averaged over what the still
shows, shoulders included; lid motion is in pixels of the crop, in which an eye is 53 wide. PSNR is over all pixels of all pictures. A moved
still is composed before a background that stands: for PSNR by the true matte, for what changes outside of the person by the network's. The
figures with short names are those of `train_head.measure` and `train_lids.measure`.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from head.assets import scratch_folder
from motion import head_batches, lid_batches, train_head, train_lids
from motion.head_batches import DRAWN
from motion.head_network import SIDE, HeadMotion
from motion.heads import CHECKING, extended
from motion.lid_network import Lids, composed
from motion.lids import STEPS
from motion.onnx_file import load_weights


def decibels(squares):
    return -10 * np.log10(np.mean(squares))


def steepened(matte):
    """The shares that the service takes for the person (person-matte.ts)."""
    share = np.clip((matte - 0.06) / (0.4 - 0.06), 0, 1)
    return share * share * (3 - 2 * share)


def sampled(picture, flow):
    """picture(x + flow(x))"""
    rows, columns = np.mgrid[0:DRAWN, 0:DRAWN].astype(np.float32)
    return cv2.remap(picture, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def moved(still, matte, flow):
    """A person (matte [n, n] 0..1) moved before a background that stands, and that is filled where the person was."""
    share = matte[..., None].astype(np.float32)
    behind = extended(still, matte < 1 / 255)
    layer = sampled(np.concatenate([still - (1 - share) * behind, share], -1), flow)
    return np.clip(layer[..., :3] + (1 - layer[..., 3:]) * behind, 0, 1)


@torch.no_grad()
def predicted(network, *head):
    """-> fields [192, 192, 3, 2] in pixels per radian, matte [192, 192]"""
    crop = head_batches.batch([head], 1, np.random.default_rng(0), augment=False).crops
    fields, person, _ = network(crop)
    large = cv2.resize(fields[0].permute(1, 2, 0).numpy(), (DRAWN, DRAWN)) * DRAWN / SIDE
    return large.reshape(DRAWN, DRAWN, 3, 2), cv2.resize(torch.sigmoid(person)[0, 0].numpy(), (DRAWN, DRAWN))


def measure_heads(network):
    errors, motions, squares, unmoved, outside = [], [], [], [], []
    for path in sorted((scratch_folder() / "heads").glob("1???????.npz")):
        stored = dict(np.load(path))
        for n, still in enumerate(stored["stills"]):
            matte = stored["persons"][n] / np.float32(255)
            fields, guessed = predicted(network, still, stored["fields"][n], stored["persons"][n], stored["eyes"][n])
            true_fields = stored["fields"][n].astype(np.float32).reshape(3, 2, DRAWN, DRAWN).transpose(2, 3, 0, 1)
            still = still.astype(np.float32) / 255
            for pose, picture, true, hidden in zip(*(stored[name][n] for name in ("poses", "pictures", "flows", "hidden"))):
                flow, true = np.einsum("hwkc,k->hwc", fields, pose), true.astype(np.float32)
                errors.append(np.linalg.norm(flow - true, axis=-1)[hidden == 0])
                motions.append(np.linalg.norm(true, axis=-1)[hidden == 0])
                picture = picture / np.float32(255)
                squares.append((moved(still, matte, flow) - picture) ** 2)
                unmoved.append((still - picture) ** 2)
                # Hair is not in `hidden`: it moves as the true fields say.
                covered = sampled(matte, np.einsum("hwkc,k->hwc", true_fields, pose)) > 0
                free = (matte == 0) & (hidden == 2) & ~covered
                outside.append(255 * np.abs(moved(still, steepened(guessed), flow) - still)[free])
    error, motion = np.concatenate(errors).mean(), np.concatenate(motions).mean()
    return {
        "motion error, pixels": error,
        "motion, pixels": motion,
        "their ratio, at most 1/3": error / motion,
        "PSNR of the moved still, dB": decibels(squares),
        "PSNR of the unmoved still, dB": decibels(unmoved),
        "change outside of the person, 255ths, at most 1": np.concatenate(outside).mean(),
    }


@torch.no_grad()
def measure_lids(network, eyes):
    squares, unmoved = [], []
    for closing in range(STEPS):
        truth = lid_batches.batch(eyes, len(eyes), np.random.default_rng(0), augment=False, closing=closing)
        made = composed(truth.stills, *network(truth.stills, truth.closings))
        squares.append(((made - truth.pictures) ** 2).numpy())
        unmoved.append(((truth.stills - truth.pictures) ** 2).numpy())
    psnr = {"PSNR of the moved eye, dB": decibels(squares), "PSNR of the unmoved eye, dB": decibels(unmoved)}
    return train_lids.measure(network, eyes) | psnr


def main():
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)
    head, lids, eyes = HeadMotion().eval(), Lids().eval(), lid_batches.stored_eyes(CHECKING, 2 * CHECKING)
    load_weights(head, folder / "head.onnx")
    load_weights(lids, folder / "lids.onnx")
    heads = head_batches.stored_heads(CHECKING, 2 * CHECKING)
    tables = [measure_heads(head) | train_head.measure(head, heads), measure_lids(lids, eyes)]
    for network, figures in zip(("head", "lids"), tables):
        for name, value in figures.items():
            print(f"{network:<6}{name:<48}{value:8.3f}")


if __name__ == "__main__":
    main()

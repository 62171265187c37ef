"""What a Wav2Lip network would have drawn instead of a true picture: small, blurred, undecided, off in color and place, noisy."""

import cv2
import numpy as np
import torch
from torch.nn import functional as F


def small(faces):
    return F.interpolate(faces, size=(96, 96), mode="area")


def blurred(x, sigma):
    if sigma < 0.2:
        return x
    reach, channels = int(np.ceil(2.5 * sigma)), x.shape[1]
    kernel = torch.exp(-(torch.arange(-reach, reach + 1).float() ** 2) / 2 / sigma / sigma)
    kernel = kernel / kernel.sum()
    rows, columns = kernel.view(1, 1, -1, 1), kernel.view(1, 1, 1, -1)
    x = F.conv2d(F.pad(x, (reach, reach, 0, 0), mode="replicate"), columns.expand(channels, 1, 1, -1), groups=channels)
    return F.conv2d(F.pad(x, (0, 0, reach, reach), mode="replicate"), rows.expand(channels, 1, -1, 1), groups=channels)


def compressed(x, quality):
    """[1, 3, 96, 96] 0..1 as JPEG and video leave it"""
    picture = (x[0].permute(1, 2, 0).clamp(0, 1).numpy() * 255).astype(np.uint8)
    decoded = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1], cv2.IMREAD_COLOR)
    return torch.from_numpy(decoded).permute(2, 0, 1)[None].float() / 255


def shifted(x, dx, dy):
    """Moved by parts of a pixel, as with a face box that is a little off."""
    theta = torch.tensor([[[1, 0, 2 * dx / x.shape[-1]], [0, 1, 2 * dy / x.shape[-2]]]], dtype=torch.float32)
    return F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), padding_mode="border", align_corners=False)


def as_drawn(targets, stills, each, random):
    """targets [n, 3, k, k], stills [p, 3, k, k] with n = p * each -> drawn faces [n, 3, 96, 96] BGR 0..1"""
    truth, rest, drawn = small(targets), small(stills).repeat_interleave(each, 0), []
    for n in range(len(truth)):
        x = truth[n : n + 1]
        if random.random() < 0.5:  # hesitation between two mouths of one person: at rest, or another one
            other = rest[n : n + 1] if random.random() < 0.6 else truth[(n // each) * each + random.integers(each)][None]
            doubt = random.uniform(0, 0.35)
            x = x * (1 - doubt) + other * doubt
        x = blurred(x, random.uniform(0, 1.8))
        if random.random() < 0.3:
            x = shifted(x, *random.normal(0, 0.35, 2))
        if random.random() < 0.25:
            x = compressed(x, random.uniform(35, 90))
        blocks = torch.randn(1, 3, 12, 12).repeat_interleave(8, 2).repeat_interleave(8, 3) * random.uniform(0, 0.015)
        tint = torch.from_numpy(random.normal(0, 0.012, (1, 3, 1, 1))).float()
        noise = torch.randn_like(x) * random.uniform(0, 0.01)
        drawn.append(x * (1 + random.normal(0, 0.03)) + random.normal(0, 0.02) + tint + blocks + noise)
    return torch.cat(drawn).clamp(0, 1)

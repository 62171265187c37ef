"""How far a picture is from what it should be."""

import torch
from torch.nn import functional as F


def emphasis(stills: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """1 where target and still agree, more where they differ: [n, 1, 96, 96]. stills [p, ...], targets [p * k, ...]."""
    each = len(targets) // len(stills)
    apart = (targets - stills.repeat_interleave(each, 0)).abs().mean(1, keepdim=True)
    apart = F.avg_pool2d(apart, 5, 1, 2)
    return 1 + 50 * apart.clamp(max=0.4)


def _slopes(picture):
    return picture[..., :, 1:] - picture[..., :, :-1], picture[..., 1:, :] - picture[..., :-1, :]


def picture_loss(made: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Weighted absolute difference of colors, of slopes and of the picture at half size."""
    loss = (weight * (made - targets).abs()).mean()
    for first, second, part in zip(_slopes(made), _slopes(targets), (weight[..., 1:], weight[..., 1:, :])):
        loss = loss + 0.7 * (part * (first - second).abs()).mean()
    half = F.avg_pool2d(weight, 2)
    return loss + 0.5 * (half * (F.avg_pool2d(made, 2) - F.avg_pool2d(targets, 2)).abs()).mean()


def timidity(stills: torch.Tensor, made: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean over pictures of (1 - gain)^2, where gain is how far a picture moves from the still, of how far it should.

    A network that hesitates between two mouths draws their mean, which moves less than either. Pictures that should hardly move do not
    count.
    """
    base = stills.repeat_interleave(len(targets) // len(stills), 0)
    did, should = (made - base).flatten(1), (targets - base).flatten(1)
    size = should.square().sum(1)
    gain = (did * should).sum(1) / size.clamp(min=1e-6)
    return (((1 - gain).square()) * (size > 1e-3 * should.shape[1])).mean()


def motion(stills: torch.Tensor, made: torch.Tensor, targets: torch.Tensor) -> tuple[float, float]:
    """-> gain (1: the picture moves as far from the still as it should) and correlation of that movement."""
    each = len(targets) // len(stills)
    base = stills.repeat_interleave(each, 0)
    did, should = (made - base).flatten(), (targets - base).flatten()
    gain = (did * should).sum() / (should * should).sum().clamp(min=1e-9)
    correlation = (did * should).sum() / (did.norm() * should.norm()).clamp(min=1e-9)
    return float(gain), float(correlation)

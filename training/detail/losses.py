"""What the detail network is trained on: the picture, its slopes, the true motion, and what the portrait hides."""

from torch.nn import functional as F

from detail.network import window


def detail_loss(made, flow, alpha, sample):
    still = window(sample.stills).repeat_interleave(sample.each, 0)
    target, motion, cover = window(sample.targets), window(sample.flows), window(sample.hidden)
    weight = 1 + 40 * F.avg_pool2d((target - still).abs().mean(1, keepdim=True), 5, 1, 2).clamp(max=0.4)
    loss = (weight * (made - target).abs()).mean()
    for axis in (-1, -2):
        part = weight.narrow(axis, 1, weight.shape[axis] - 1)
        loss = loss + (part * (made.diff(dim=axis) - target.diff(dim=axis)).abs()).mean()
    seen = (1 - cover) * (1 + 0.5 * motion.abs().sum(1, keepdim=True))
    loss = loss + 0.06 * (seen * (flow - motion).abs().mean(1, keepdim=True)).mean()
    near = 1 + 6 * F.max_pool2d(cover, 3, 1, 1)
    return loss + 0.08 * F.binary_cross_entropy(alpha.clamp(1e-4, 1 - 1e-4), cover.clamp(0, 1), weight=near)

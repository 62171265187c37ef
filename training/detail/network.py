"""The detail network: how the portrait's pixels move so that its mouth looks like the one that Wav2Lip drew.

Wav2Lip draws 96 x 96 pixels. This network compares its mouth window with the portrait's and says, for each pixel, where in the portrait
it comes from (flow), whether the portrait shows it at all (visibility), and what color it has if not. `compose` then moves the portrait at
any resolution.

The part that sees only the portrait (`PortraitEncoder`) runs once per portrait; its outputs are constants for all frames.

`mouthStrength` s (0..2) scales the motion after the network. Flow, alpha, and color live on the pixels of the drawn mouth, so scaling the
flow in place would move the skin but not the edge of the opening. Instead, look up all three at another point. The result's pixel x shows
the drawn frame's pixel x' with x = x' + (1 - s) flow(x'): solve x' = x - (1 - s) flow(x') with about three fixed-point steps from x' = x,
with (1 - s) flow limited to 8 pixels of 96. Then sample the portrait at x' + flow(x'), and alpha and color at x'. s = 1 is `compose`.
At s = 0 the source is x itself: the portrait. Points of the opening have no preimage there, so multiply alpha by min(1, 2 s). For s > 1 the
opening widens with the lips, and its color is stretched, not repeated. Blur the flow slightly (sigma of 1 pixel of 96) for s > 1 if the lip
line tears.
"""

import torch
from torch import nn
from torch.nn import functional as F

ROWS, COLUMNS = slice(52, 96), slice(14, 82)
"""the part of the 96 x 96 face that the service pastes"""
FINE = 2
"""color and visibility come at this multiple of the window's resolution"""
ALPHA_BIAS = -3.0
"""an untrained network shows the portrait"""


def window(faces):
    """[n, c, 96 k, 96 k] -> the mouth window [n, c, 44 k, 68 k]"""
    k = faces.shape[-1] // 96
    return faces[..., ROWS.start * k : ROWS.stop * k, COLUMNS.start * k : COLUMNS.stop * k]


class PortraitEncoder(nn.Module):
    """Portrait window [p, 3, 44, 68] BGR 0..1 -> bias maps [p, w, 22, 34] for the first layer, [p, w, 22, 34] for the last."""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(12, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.entry = nn.Conv2d(width, width, 3, padding=1)
        self.exit = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, portrait):
        x = F.relu(self.first(F.pixel_unshuffle(2 * portrait - 1, 2)))
        x = F.relu(self.second(x)) + x
        return self.entry(x), self.exit(x)


class Detail(nn.Module):
    """Portrait window and drawn window, both [n, 3, 44, 68] BGR 0..1 -> raw [n, 8 + 64, 22, 34]:
    flow at 44 x 68 (2 channels, through pixel shuffle by 2), in pixels of 96; color residual and visibility at 88 x 136 (4 channels,
    through pixel shuffle by 4)."""

    def __init__(self, width: int = 40, deep: int = 80):
        super().__init__()
        self.portrait = PortraitEncoder(width)
        self.entry = nn.Conv2d(24, width, 3, padding=1, bias=False)
        self.high = nn.Conv2d(width, width, 3, padding=1)
        self.down = nn.Conv2d(width, deep, 3, stride=2, padding=1)
        self.deep1 = nn.Conv2d(deep, deep, 3, padding=1)
        self.deep2 = nn.Conv2d(deep, deep, 3, padding=2, dilation=2)
        self.up = nn.Conv2d(deep, width, 1)
        self.exit1 = nn.Conv2d(width, width, 3, padding=1)
        self.exit2 = nn.Conv2d(width, width, 3, padding=1)
        self.output = nn.Conv2d(width, 8 + 64, 1)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, portrait, drawn, each: int = 1):
        """`portrait` [p, ...] belongs to `each` consecutive ones of `drawn` [p * each, ...]."""
        entry, exit_ = (maps.repeat_interleave(each, 0) for maps in self.portrait(portrait))
        change = drawn - portrait.repeat_interleave(each, 0)
        x = F.pixel_unshuffle(torch.cat([2 * drawn - 1, 4 * change], 1), 2)
        high = F.relu(self.entry(x) + entry)
        high = F.relu(self.high(high)) + high
        x = F.relu(self.down(high))
        x = F.relu(self.deep1(x)) + x
        x = F.relu(self.deep2(x)) + x
        x = F.interpolate(self.up(x), scale_factor=2, mode="nearest") + high + exit_
        x = F.relu(self.exit1(F.relu(x)))
        x = F.relu(self.exit2(x)) + x
        return self.output(x)


def split(raw):
    """raw -> flow [n, 2, 44, 68] (x, y in pixels of 96), color residual [n, 3, 88, 136], alpha [n, 1, 88, 136] 0..1"""
    flow = F.pixel_shuffle(raw[:, :8], 2)
    fine = F.pixel_shuffle(raw[:, 8:], 4)
    return flow, 0.5 * torch.tanh(fine[:, :3]), torch.sigmoid(fine[:, 3:4] + ALPHA_BIAS)


def compose(raw, drawn, stills, each: int, scale: int):
    """Move the portrait. stills [p, 3, 96 scale, 96 scale] BGR 0..1 -> window [n, 3, 44 scale, 68 scale], flow, alpha at that size."""
    flow, residual, alpha = split(raw.float())
    size = (44 * scale, 68 * scale)
    flow = F.interpolate(flow, size=size, mode="bilinear", align_corners=False) * scale
    color = F.interpolate(drawn, size=size, mode="bicubic", align_corners=False)
    if scale != FINE:
        residual, alpha = (F.interpolate(t, size=size, mode="bilinear", align_corners=False) for t in (residual, alpha))
    color = (color + residual).clamp(0, 1)
    rows = torch.arange(size[0]).float()[None, :, None] + ROWS.start * scale + flow[:, 1]
    columns = torch.arange(size[1]).float()[None, None, :] + COLUMNS.start * scale + flow[:, 0]
    side = stills.shape[-1]
    grid = torch.stack([(columns + 0.5) * 2 / side - 1, (rows + 0.5) * 2 / side - 1], -1)
    moved = F.grid_sample(
        stills.repeat_interleave(each, 0), grid, mode="bilinear" if scale <= FINE else "bicubic", padding_mode="border", align_corners=False
    )
    return moved * (1 - alpha) + color * alpha, flow, alpha

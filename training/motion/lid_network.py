"""The eyelid network: how the skin around an eye moves when the eye closes.

It sees an eye (mirrored if it is the viewer's left one) and how far it is to be closed, 0 to 1. The picture of the eye has three layers:
the eyeball, which stands; over it the lower lid and the skin below; over both the upper lid, its lashes, and the skin above. Each lid has
its own smooth motion, so that nothing of the eyeball is seen where they meet. What neither covers at 0 is the open eye.
"""

import torch
from torch import nn
from torch.nn import functional as F

from motion.head_network import Conv, double

ROWS, COLUMNS = 64, 80
WIDE = 1.5
"""the crop's width in eye widths (corner to corner)"""


class Lids(nn.Module):
    """Eyes [n, 3, 64, 80] RGB 0..1, closings [n] 0..1 -> for the upper and the lower lid: flows [n, 4, 64, 80] (x, y in pixels of the
    crop: where a pixel comes from), covers [n, 2, 64, 80] 0..1."""

    def __init__(self, width: int = 32):
        super().__init__()
        a, b, c = width, width * 3 // 2, width * 5 // 2
        self.a = nn.Sequential(Conv(12 + 3, a), Conv(a, a))
        self.b = nn.Sequential(Conv(a, b, 2), Conv(b, b))
        self.c = nn.Sequential(Conv(b, c, 2), Conv(c, c), Conv(c, c))
        self.up_b = nn.Sequential(Conv(c + b, b), Conv(b, b))
        self.up_a = nn.Sequential(Conv(b + a, a), Conv(a, a))
        self.output = nn.Conv2d(a, 24, 1)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)
        y, x = torch.meshgrid(torch.linspace(-1, 1, ROWS // 2), torch.linspace(-1, 1, COLUMNS // 2), indexing="ij")
        self.register_buffer("places", torch.stack([x, y])[None], persistent=False)

    def forward(self, eyes, closings):
        # Sums, not `expand`: an exported file must take any number of eyes.
        closing = (2 * closings[:, None, None, None] - 1) + 0 * self.places[:, :1]
        places = self.places + 0 * closings[:, None, None, None]
        a = self.a(torch.cat([F.pixel_unshuffle(2 * eyes - 1, 2), closing, places], 1))
        b = self.b(a)
        x = self.up_b(torch.cat([double(self.c(b)), b], 1))
        raw = F.pixel_shuffle(self.output(self.up_a(torch.cat([double(x), a], 1))), 2)
        return 4 * raw[:, :4], torch.sigmoid(raw[:, 4:])


RAISED = 0.7
"""The upper lid is taken from this many pixels higher up, so that its edge is the line of the lashes and not the eye below."""


def moved(stills, flow):
    """stills(x + flow(x)), [n, 3, 64, 80]"""
    x = torch.arange(COLUMNS).float()[None, None] + flow[:, 0]
    y = torch.arange(ROWS).float()[None, :, None] + flow[:, 1]
    grid = torch.stack([(x + 0.5) * 2 / COLUMNS - 1, (y + 0.5) * 2 / ROWS - 1], -1)
    return F.grid_sample(stills, grid, mode="bilinear", padding_mode="border", align_corners=False)


def composed(stills, flows, covers, raised=RAISED):
    """The picture of the eye [n, 3, 64, 80]."""
    upper, lower = covers[:, :1], covers[:, 1:]
    lid = flows[:, :2] - torch.tensor([0.0, raised])[:, None, None] * (flows[:, 1:2].abs() > 0.3)
    return upper * moved(stills, lid) + (1 - upper) * (lower * moved(stills, flows[:, 2:]) + (1 - lower) * stills)

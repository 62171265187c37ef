"""The head network: how every pixel of a portrait moves when its head turns a little.

It sees the portrait alone, once. For a pose of a few degrees motion is nearly linear in the angles, so three fields serve all frames:
the pixel x of a turned head shows what the portrait shows at x + yaw f_yaw(x) + pitch f_pitch(x) + roll f_roll(x). It also says how much of
each pixel is the person, so that the background can stand behind a head that moves, and where the eyes are.
"""

import torch
from torch import nn
from torch.nn import functional as F

SIDE = 128
"""pixels across the crop, in which the face box is 0.396 wide"""
FIELD = 64
"""pixels across the fields"""
SCALE = 64.0
"""pixels per radian for a raw output of 1"""


class Conv(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__(nn.Conv2d(inputs, outputs, 3, stride, 1), nn.ReLU())


class HeadMotion(nn.Module):
    """Crop [n, 3, 128, 128] RGB 0..1 -> fields [n, 6, 64, 64] (x, y in pixels of the crop per radian, for yaw, pitch, roll), person
    [n, 1, 128, 128] (logit), eyes [n, 4, 64 * 64] (logits of where the corners are, from left to right); see `corners`."""

    def __init__(self, width: int = 16):
        super().__init__()
        b, c, d, e = 2 * width, 3 * width, 4 * width, 6 * width
        self.b = nn.Sequential(Conv(12 + 2, b), Conv(b, b))
        self.c = nn.Sequential(Conv(b, c, 2), Conv(c, c))
        self.d = nn.Sequential(Conv(c, d, 2), Conv(d, d))
        self.e = nn.Sequential(Conv(d, e, 2), Conv(e, e), Conv(e, e))
        self.up_d = nn.Sequential(Conv(e + d, d), Conv(d, d))
        self.up_c = nn.Sequential(Conv(d + c, c), Conv(c, c))
        self.up_b = nn.Sequential(Conv(c + b, b), Conv(b, b))
        self.output = nn.Conv2d(b, 6 + 4 + 4, 1)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)
        line = torch.linspace(-1, 1, FIELD)
        self.register_buffer("places", torch.stack(torch.meshgrid(line, line, indexing="ij")).flip(0)[None], persistent=False)
        cells = (torch.arange(FIELD) + 0.5) / FIELD
        self.register_buffer("cells", torch.stack(torch.meshgrid(cells, cells, indexing="ij")).flip(0).flatten(1), persistent=False)

    def forward(self, crop):
        b = self.b(torch.cat([F.pixel_unshuffle(2 * crop - 1, 2), self.places.expand(len(crop), -1, -1, -1)], 1))
        c = self.c(b)
        d = self.d(c)
        x = self.up_d(torch.cat([double(self.e(d)), d], 1))
        x = self.up_c(torch.cat([double(x), c], 1))
        x = self.up_b(torch.cat([double(x), b], 1))
        raw = self.output(x)
        return SCALE * raw[:, :6], F.pixel_shuffle(raw[:, 10:], 2), raw[:, 6:10].flatten(2)

    def corners(self, eyes):
        """The mean place of each corner [n, 4, 2], 0..1 across the crop."""
        return torch.softmax(eyes, -1) @ self.cells.T


def double(x):
    return F.interpolate(x, scale_factor=2.0, mode="nearest")

"""Wav2Lip's network at other widths: same modules, names, kernels, strides and residuals as the authors' (2020).

Structure after K R Prajwal et al., "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild".
State dicts have the authors' keys, so whatever reads `wav2lip.pth` reads these, if it takes widths from the tensors.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Widths:
    face: tuple[int, ...] = (24, 48, 64, 128, 160, 160, 160)
    """channels of the face encoder's stages at 96, 48, 24, 12, 6, 3 and 1 pixels; it runs once per portrait"""
    audio: tuple[int, ...] = (16, 32, 64, 128)
    embedding: int = 96
    """what the audio encoder says about a frame's mouth"""
    decoder: tuple[int, ...] = (96, 96, 112, 96, 64, 48, 24)
    """at 1, 3, 6, 12, 24, 48 and 96 pixels"""
    output: int = 16


MOUTH = (slice(42, 96), slice(10, 86))
"""Rows and columns of the picture that `decode(mouth=True)` draws; the service pastes rows 52 to 96 and columns 14 to 82."""

_WINDOWS = {12: (slice(4, 12), slice(0, 12)), 24: (slice(9, 24), slice(2, 22)), 48: (slice(21, 48), slice(5, 43))}
"""What has to be kept of the decoder's stages for it; the zeros padded at their inner edges spoil three pixels at most."""


class Conv2d(nn.Module):
    def __init__(self, cin, cout, kernel_size, stride, padding, residual=False):
        super().__init__()
        self.conv_block = nn.Sequential(nn.Conv2d(cin, cout, kernel_size, stride, padding), nn.BatchNorm2d(cout))
        self.residual = residual

    def forward(self, x):
        out = self.conv_block(x)
        return F.relu(out + x if self.residual else out)


class Conv2dTranspose(nn.Module):
    def __init__(self, cin, cout, kernel_size, stride, padding, output_padding=0):
        super().__init__()
        self.conv_block = nn.Sequential(nn.ConvTranspose2d(cin, cout, kernel_size, stride, padding, output_padding), nn.BatchNorm2d(cout))

    def forward(self, x):
        return F.relu(self.conv_block(x))

    def joined(self, x, features):
        """`forward(cat(x, features))` where features belong to several x: x [p * k, ...], features [p, ...]."""
        conv, norm = self.conv_block
        first = x.shape[1]
        options = dict(stride=conv.stride, padding=conv.padding, output_padding=conv.output_padding)
        mine = F.conv_transpose2d(x, conv.weight[:first], conv.bias, **options)
        theirs = F.conv_transpose2d(features, conv.weight[first:], None, **options)
        return F.relu(norm(_spread_add(mine, theirs)))


def _spread_add(many, few):
    people, each = few.shape[0], many.shape[0] // few.shape[0]
    if each == 1:
        return many + few
    return (many.unflatten(0, (people, each)) + few[:, None]).flatten(0, 1).contiguous(memory_format=torch.channels_last)


def _same(width, count):
    return [Conv2d(width, width, 3, 1, 1, residual=True) for _ in range(count)]


class Wav2Lip(nn.Module):
    def __init__(self, widths: Widths = Widths()):
        super().__init__()
        self.widths = widths
        f, a, d = widths.face, widths.audio, widths.decoder
        self.face_encoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Conv2d(6, f[0], 7, 1, 3)),
                nn.Sequential(Conv2d(f[0], f[1], 3, 2, 1), *_same(f[1], 2)),
                nn.Sequential(Conv2d(f[1], f[2], 3, 2, 1), *_same(f[2], 3)),
                nn.Sequential(Conv2d(f[2], f[3], 3, 2, 1), *_same(f[3], 2)),
                nn.Sequential(Conv2d(f[3], f[4], 3, 2, 1), *_same(f[4], 2)),
                nn.Sequential(Conv2d(f[4], f[5], 3, 2, 1), *_same(f[5], 1)),
                nn.Sequential(Conv2d(f[5], f[6], 3, 1, 0), Conv2d(f[6], f[6], 1, 1, 0)),
            ]
        )
        self.audio_encoder = nn.Sequential(
            Conv2d(1, a[0], 3, 1, 1),
            *_same(a[0], 2),
            Conv2d(a[0], a[1], 3, (3, 1), 1),
            *_same(a[1], 2),
            Conv2d(a[1], a[2], 3, 3, 1),
            *_same(a[2], 2),
            Conv2d(a[2], a[3], 3, (3, 2), 1),
            *_same(a[3], 1),
            Conv2d(a[3], widths.embedding, 3, 1, 0),
            Conv2d(widths.embedding, widths.embedding, 1, 1, 0),
        )
        self.face_decoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Conv2d(widths.embedding, d[0], 1, 1, 0)),
                nn.Sequential(Conv2dTranspose(d[0] + f[6], d[1], 3, 1, 0), *_same(d[1], 1)),
                nn.Sequential(Conv2dTranspose(d[1] + f[5], d[2], 3, 2, 1, 1), *_same(d[2], 2)),
                nn.Sequential(Conv2dTranspose(d[2] + f[4], d[3], 3, 2, 1, 1), *_same(d[3], 2)),
                nn.Sequential(Conv2dTranspose(d[3] + f[3], d[4], 3, 2, 1, 1), *_same(d[4], 2)),
                nn.Sequential(Conv2dTranspose(d[4] + f[2], d[5], 3, 2, 1, 1), *_same(d[5], 2)),
                nn.Sequential(Conv2dTranspose(d[5] + f[1], d[6], 3, 2, 1, 1), *_same(d[6], 2)),
            ]
        )
        self.output_block = nn.Sequential(Conv2d(d[6] + f[0], widths.output, 3, 1, 1), nn.Conv2d(widths.output, 3, 1, 1, 0), nn.Sigmoid())

    def encode_face(self, face):
        """[p, 6, 96, 96] -> features from fine to coarse"""
        features = []
        for block in self.face_encoder_blocks:
            face = block(face)
            features.append(face)
        return features

    def decode(self, embedding, features, mouth=False):
        """embedding [p * k, e, 1, 1], features of p people -> pictures [p * k, 3, 96, 96], BGR 0..1

        Equal to concatenating each person's features k times; their share of each convolution is computed once.
        With `mouth`, only `MOUTH` of the pictures is drawn, at less than half the cost.
        """
        x, top, left = self.face_decoder_blocks[0](embedding), 0, 0
        for block, joined in zip(self.face_decoder_blocks[1:], reversed(features[1:])):
            if mouth and joined.shape[-1] in _WINDOWS:
                rows, columns = _WINDOWS[joined.shape[-1]]
                x = x[:, :, rows.start - top :, columns.start - left : columns.stop - left]
                joined, top, left = joined[:, :, rows, columns], 2 * rows.start, 2 * columns.start
            x = block[0].joined(x, joined)
            for layer in block[1:]:
                x = layer(x)
        conv, norm = self.output_block[0].conv_block
        first = x.shape[1]
        finest = features[0][:, :, *MOUTH] if mouth else features[0]
        mine = F.conv2d(x, conv.weight[:, :first], conv.bias, padding=1)
        theirs = F.conv2d(finest, conv.weight[:, first:], None, padding=1)
        x = F.relu(norm(_spread_add(mine, theirs)))
        return self.output_block[2](self.output_block[1](x))

    def forward(self, mel, face):
        """mel [n, 1, 80, 16], face [n, 6, 96, 96] -> [n, 3, 96, 96]; the plain network of the paper"""
        features = self.encode_face(face)
        x = self.audio_encoder(mel)
        for block in self.face_decoder_blocks:
            x = torch.cat([block(x), features.pop()], 1)
        return self.output_block(x)

import pytest
import torch

from network.muon import Muon, orthogonal


@pytest.mark.parametrize("shape", [(32, 144), (200, 40)])
def test_orthogonal_makes_all_directions_about_equally_long(shape):
    torch.manual_seed(1)
    lengths = torch.linalg.svdvals(orthogonal(torch.randn(shape) * 37))
    assert 0.6 < lengths.min() and lengths.max() < 1.25


def test_orthogonal_keeps_the_directions_of_a_matrix():
    torch.manual_seed(2)
    left, right = (torch.linalg.qr(torch.randn(8, 8))[0] for _ in range(2))
    matrix = left @ torch.diag(torch.linspace(0.2, 3, 8)) @ right
    assert torch.allclose(orthogonal(matrix), left @ right, atol=0.35)
    assert (torch.sign(torch.diag(left.T @ orthogonal(matrix) @ right.T)) == 1).all()


def test_muon_finds_the_filters_of_a_convolution():
    torch.manual_seed(3)
    wanted = torch.nn.Conv2d(3, 5, 3, bias=False).requires_grad_(False)
    learned = torch.nn.Conv2d(3, 5, 3, bias=False)
    optimizer = Muon([learned.weight], lr=0.02)
    for step in range(150):
        optimizer.param_groups[0]["lr"] = 0.02 * (1 - step / 150)
        pictures = torch.randn(8, 3, 8, 8)
        optimizer.zero_grad()
        (learned(pictures) - wanted(pictures)).square().mean().backward()
        optimizer.step()
    assert (learned.weight - wanted.weight).abs().max() < 0.03

"""Geometry of the detail network's data, and how its output moves a portrait. Run inside `training/`: python -m pytest tests"""

import numpy as np
import torch

from detail.batches import Batch
from detail.degrade import as_drawn
from detail.network import COLUMNS, ROWS, Detail, compose, window
from detail.pairs import motion

SQUARE = np.array([[8, 8], [40, 8], [40, 40], [8, 40]], float)
TRIANGLES = np.array([[0, 2, 1], [0, 3, 2]])


def square(depth, dx=0.0, dy=0.0):
    return np.column_stack([SQUARE + (dx, dy), np.full(4, depth)])


def test_motion_points_back_to_the_still():
    flow, hidden = motion(square(1.0), square(1.0, dx=3, dy=-2), TRIANGLES, 48)
    np.testing.assert_allclose(flow[20, 20], [-3, 2], atol=1e-3)
    assert not hidden[20, 20]
    np.testing.assert_array_equal(flow[1, 1], [0, 0])


def test_motion_marks_what_the_still_hides():
    triangles = np.concatenate([TRIANGLES, TRIANGLES + 4])
    # The nearer square (larger depth) moves away from the one behind it.
    rest = np.concatenate([square(2.0), square(1.0)])
    moved = np.concatenate([square(2.0, dx=-20), square(1.0)])
    _, hidden = motion(rest, moved, triangles, 48)
    assert hidden[20, 30]
    assert not hidden[20, 12]


def raw_output(dx, dy, alpha):
    raw = torch.zeros(1, 72, 22, 34)
    raw[:, 0:4], raw[:, 4:8], raw[:, 56:72] = dx, dy, alpha
    return raw


def test_compose_moves_the_portrait_by_the_flow():
    still = torch.rand(1, 3, 192, 192)
    made, flow, alpha = compose(raw_output(1.0, -2.0, -30.0), torch.rand(1, 3, 44, 68), still, 1, 2)
    assert alpha.max() < 1e-6
    assert flow[0, :, 5, 5].tolist() == [2.0, -4.0]
    rows = slice(2 * ROWS.start + 10 - 4, 2 * ROWS.stop - 10 - 4)
    columns = slice(2 * COLUMNS.start + 10 + 2, 2 * COLUMNS.stop - 10 + 2)
    torch.testing.assert_close(made[:, :, 10:-10, 10:-10], still[:, :, rows, columns], atol=1e-4, rtol=0)


def test_compose_fills_what_opened_with_the_drawn_color():
    drawn = torch.full((1, 3, 44, 68), 0.25)
    made, _, alpha = compose(raw_output(0.0, 0.0, 30.0), drawn, torch.rand(1, 3, 192, 192), 1, 2)
    assert alpha.min() > 0.999
    torch.testing.assert_close(made, torch.full_like(made, 0.25), atol=1e-3, rtol=0)


def test_an_untrained_network_hardly_changes_the_portrait():
    torch.manual_seed(1)
    still = torch.rand(2, 3, 192, 192)
    small = torch.nn.functional.interpolate(still, size=(96, 96), mode="area")
    network = Detail(width=8, deep=8)
    raw = network(window(small), window(small).repeat_interleave(2, 0), 2)
    assert raw.shape == (4, 72, 22, 34)
    made, flow, _ = compose(raw, window(small).repeat_interleave(2, 0), still, 2, 2)
    assert flow.abs().max() == 0
    assert (made - window(still).repeat_interleave(2, 0)).abs().mean() < 0.03


def test_degraded_pictures_keep_their_size_and_range():
    random = np.random.default_rng(3)
    sample = Batch(torch.rand(1, 3, 192, 192), torch.rand(6, 3, 192, 192), torch.empty(0), torch.empty(0), 6)
    drawn = as_drawn(sample.targets, sample.stills, sample.each, random)
    assert drawn.shape == (6, 3, 96, 96)
    assert 0 <= drawn.min() and drawn.max() <= 1

"""Geometry of the motion networks' data, and what their outputs do. Run inside `training/`: python -m pytest tests"""

from functools import cache

import cv2
import numpy as np
import pytest
import torch

from detail.pairs import motion
from motion.export import HeadFile, LidFile
from motion.head_batches import DRAWN, batch
from motion.head_network import FIELD, SIDE, HeadMotion
from motion.heads import NECK, NeckCamera, extended, fields_of, points_of, posed, random_head
from motion.lid_batches import LASHES, above_rim
from motion.lid_network import COLUMNS, ROWS, Lids, composed
from motion.lids import SIDE as EYE
from motion.lids import mirrored
from motion.measure import moved
from motion.onnx_file import load_weights, save_network
from pictures.camera import Camera
from pictures.raster import rasterize


def test_extended_keeps_known_values_and_fills_the_rest_smoothly():
    rows, columns = np.mgrid[0:64, 0:64].astype(np.float32)
    values = np.stack([columns, 10 - rows], -1)
    known = (np.abs(rows - 32) < 16) & (np.abs(columns - 32) < 16)
    filled = extended(np.where(known[..., None], values, 1e6), known)
    np.testing.assert_array_equal(filled[known], values[known])
    assert filled[..., 0].min() >= columns[known].min() and filled[..., 0].max() <= columns[known].max()
    assert max(np.abs(np.diff(filled, axis=axis)).max() for axis in (0, 1)) < 6


def test_extended_spreads_a_single_value_everywhere():
    known = np.zeros((48, 48), bool)
    known[10, 30] = True
    np.testing.assert_allclose(extended(np.full((48, 48, 2), 7.0), known), 7.0, rtol=1e-5)


@pytest.mark.parametrize("axis, direction", [(0, [1, 0]), (1, [0, 1]), (2, [1, 0])])
def test_a_head_turns_right_down_and_clockwise_on_a_neck_that_stands(axis, direction):
    # Nose, top of the head (seen from the front), and shoulder, above a pivot behind the lips.
    pivot = np.array([0, 6.6, 0.3])
    points = np.array([[0, 7.0, 1.6], [0, 8.5, 0.3], [1.5, NECK[0], 0]])
    point = 1 if axis == 2 else 0
    pose = np.zeros(3)
    pose[axis] = 0.02
    still = Camera(40.0, 0.0, 0.0, 0.0)
    before, after = (camera.project(camera.turn(points, pivot))[:, :2] for camera in (still, NeckCamera(still, pose, points[:, 1])))
    shift = after - before
    assert shift[point] @ direction > 0.02
    assert abs(shift[point] @ direction[::-1]) < 0.002
    np.testing.assert_array_equal(shift[2], [0, 0])


def test_a_head_that_is_not_turned_stays():
    points = np.array([[0.5, 7.0, 1.6], [0.2, 5.8, 0.1], [1.5, 5.0, 0]])
    pivot = np.array([0, 6.6, 0.3])
    still = Camera(30.0, 0.1, -0.05, 0.02)
    turned = NeckCamera(still, np.zeros(3), points[:, 1]).turn(points, pivot)
    np.testing.assert_allclose(turned, still.turn(points, pivot), atol=1e-12)


@cache
def drawn_head():
    person = random_head(7)[0]
    return person, fields_of(person, DRAWN)


@pytest.mark.parametrize("pose", [(0.02, 0, 0), (0, 0.02, 0), (0, 0, 0.02), (0.02, -0.015, 0.01)])
def test_fields_give_the_true_motion_of_a_small_pose(pose):
    person, fields = drawn_head()
    turned = points_of(posed(person, pose))
    true, hidden = motion(points_of(person), turned, person._triangles, DRAWN)
    visible = (rasterize(turned, person._triangles, DRAWN, DRAWN)[0] >= 0) & ~hidden
    flow = np.einsum("kchw,k->hwc", fields.reshape(3, 2, DRAWN, DRAWN), np.array(pose))
    error = np.linalg.norm(flow - true, axis=-1)[visible]
    assert np.linalg.norm(true, axis=-1)[visible].mean() > 0.3
    assert np.median(error) < 0.02


def marked_head():
    """Dots at the corners of the eyes, the person in the left half; fields of a head that moves as a flat picture would."""
    eyes = np.array([[70.0, 90], [86, 92], [106, 91], [124, 89]], np.float32)
    still, person = np.full((DRAWN, DRAWN, 3), 40, np.uint8), np.zeros((DRAWN, DRAWN), np.uint8)
    for x, y in eyes:
        cv2.circle(still, (round(x - 0.5), round(y - 0.5)), 4, (230, 230, 230), -1)
    person[:, : DRAWN // 2] = 255
    rows, columns = np.mgrid[0:DRAWN, 0:DRAWN].astype(np.float32)
    none, all_ = np.zeros_like(rows), np.full_like(rows, -30)
    return still, np.stack([all_, none, none, all_, rows - 96, 96 - columns]), person, eyes


def test_fields_and_eyes_of_mirrored_and_turned_heads_are_those_of_what_is_seen():
    made = batch([marked_head()], 32, np.random.default_rng(3))
    mirrored_ones = made.persons[..., SIDE // 2 :].mean((1, 2, 3)) > made.persons[..., : SIDE // 2].mean((1, 2, 3))
    assert 5 < mirrored_ones.sum() < 27
    middle = slice(FIELD // 2 - 8, FIELD // 2 + 8)
    for crop, fields, eyes in zip(made.crops, made.fields[..., middle, middle], made.eyes):
        yaw, pitch = fields[0:2, 8, 8], fields[2:4, 8, 8]
        # The picture's right for yaw, and a quarter of a turn on for pitch, however large the head is.
        assert yaw[0] < -10 and abs(yaw[1]) < 0.35 * abs(yaw[0])
        torch.testing.assert_close(pitch, torch.stack([-yaw[1], yaw[0]]), atol=1e-3, rtol=0)
        # Clockwise: one pixel per pixel, and a pixel of the fields is two of the crop.
        torch.testing.assert_close(fields[4].diff(dim=0), torch.full((15, 16), 2.0), atol=0.03, rtol=0)
        torch.testing.assert_close(fields[5].diff(dim=1), torch.full((16, 15), -2.0), atol=0.03, rtol=0)
        assert (eyes[:, 0].diff() > 0.05).all()
        at = (SIDE * eyes).long()
        assert (crop.mean(0)[at[:, 1], at[:, 0]] > 2 * crop.mean(0).median()).all()


def test_a_mirrored_eye_moves_the_other_way_sideways():
    still, flows = np.arange(24, dtype=np.uint8).reshape(2, 4, 3), np.ones((5, 2, 2, 4), np.float16)
    covers = np.zeros((5, 2, 4), np.uint8)
    covers[:, :, 0] = 1
    made = mirrored({"stills": still, "flows": flows, "covers": covers, "hidden": covers, "openings": covers[0]})
    np.testing.assert_array_equal(made["stills"][:, 3], still[:, 0])
    assert made["covers"][0, 0].tolist() == [0, 0, 0, 1]
    assert np.unique(made["flows"][:, 0]) == -1 and np.unique(made["flows"][:, 1]) == 1


def lids(dx, dy, upper, lower):
    flows = torch.tensor([dx, dy, dx, dy]).view(1, 4, 1, 1).expand(1, 4, ROWS, COLUMNS)
    return flows, torch.tensor([upper, lower]).view(1, 2, 1, 1).expand(1, 2, ROWS, COLUMNS)


def test_an_eye_that_no_lid_covers_is_the_still():
    still = torch.rand(1, 3, ROWS, COLUMNS)
    assert torch.equal(composed(still, *lids(3.0, -2.0, 0.0, 0.0)), still)


@pytest.mark.parametrize("upper, lower", [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)])
def test_lids_move_the_still_by_whole_pixels(upper, lower):
    still = torch.rand(1, 3, ROWS, COLUMNS)
    made = composed(still, *lids(3.0, -2.0, upper, lower), raised=0.0)
    torch.testing.assert_close(made[..., 2:, :-3], still[..., :-2, 3:], atol=1e-5, rtol=0)


def test_a_closed_lid_is_never_taken_from_below_the_rim():
    rows, columns = np.mgrid[0:EYE, 0:EYE].astype(np.float32)
    opening = (((columns - 64) / 26) ** 2 + ((rows - 64) / 12) ** 2 < 1).astype(np.uint8)
    inside = np.flatnonzero(opening.any(0))
    rim = np.interp(columns, inside, opening[:, inside].argmax(0))
    upper = (rows > 30) & (rows < 72)
    # Toward the lid's edge, skin comes from up to seven pixels below the rim.
    flow = np.stack([np.zeros_like(rows), -0.3 * np.clip(rows - 30, 0, None)], -1)
    made = above_rim(flow, upper, opening, 1.0)
    covered = upper & (columns >= inside[0]) & (columns <= inside[-1])
    assert (rows + flow[..., 1] > rim)[covered].mean() > 0.1
    assert (rows + made[..., 1] <= rim - 1)[covered].all()
    np.testing.assert_array_equal(made[..., 0], flow[..., 0])
    kept = ~covered & ~(upper & (np.abs(columns - 64) < 29)) | (rows + flow[..., 1] < rim - 1 - LASHES)
    np.testing.assert_array_equal(made[kept], flow[kept])


def test_a_person_moves_before_a_background_that_stands():
    still, matte = np.full((DRAWN, DRAWN, 3), 0.25, np.float32), np.zeros((DRAWN, DRAWN), np.float32)
    still[60:100, 60:100], matte[60:100, 60:100] = 0.75, 1
    flow = np.zeros((DRAWN, DRAWN, 2), np.float32)
    np.testing.assert_allclose(moved(still, matte, flow), still, atol=1e-6)
    flow[..., 0], flow[..., 1] = 5, -3
    expected = np.full_like(still, 0.25)
    expected[63:103, 55:95] = 0.75
    np.testing.assert_allclose(moved(still, matte, flow), expected, atol=1e-5)


def random_network(network):
    torch.manual_seed(2)
    torch.nn.init.normal_(network.output.weight, std=0.05)
    torch.nn.init.normal_(network.output.bias, std=0.5)
    return network.eval()


FILES = {
    "head": (HeadMotion, HeadFile, {"head": torch.rand(1, 3, SIDE, SIDE)}, ["fields", "person", "eyes"]),
    "lids": (Lids, LidFile, {"eyes": torch.rand(3, 3, ROWS, COLUMNS), "closings": torch.rand(3)}, ["flows", "covers"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_model_file_keeps_the_network_in_half_precision(name, tmp_path):
    kind, whole, example, outputs = FILES[name]
    network, file = random_network(kind()), tmp_path / f"{name}.onnx"
    first = tuple(value[:2] for value in example.values())
    save_network(
        whole(network), first, list(example), outputs, file, {"license": "CC0-1.0"}, [*example, *outputs] if name == "lids" else []
    )
    loaded = kind().eval()
    load_weights(loaded, file)
    for own, read in zip(network.state_dict().values(), loaded.state_dict().values()):
        torch.testing.assert_close(read, own, rtol=2**-11, atol=1e-7)
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    made = session.run(outputs, {given: value.numpy() for given, value in example.items()})
    with torch.no_grad():
        for values, true in zip(made, whole(loaded)(*example.values())):
            np.testing.assert_allclose(values, true.numpy(), atol=2e-4, rtol=1e-4)

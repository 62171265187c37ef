"""Glasses and earrings."""

import numpy as np

from head import eyes
from portraits import blend, materials


def tube(path: np.ndarray, radius, sides: int = 10, closed: bool = False, flat: float = 1.0):
    """A tube along a path [n, 3] -> points, quads. `flat`: thickness of the cross-section along z."""
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    if not closed:
        ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9
    reference = np.array([0.0, 0.0, 1.0]) if np.abs(ahead[:, 2]).mean() < 0.7 else np.array([0.0, 1.0, 0.0])
    side = np.cross(ahead, reference)
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    up = np.cross(side, ahead)
    turns = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius = np.broadcast_to(radius, len(path))[:, None, None]
    ring = np.cos(turns)[None, :, None] * side[:, None] + flat * np.sin(turns)[None, :, None] * up[:, None]
    points = (path[:, None] + radius * ring).reshape(-1, 3)
    rows_ = np.arange(len(path) if closed else len(path) - 1)
    here, then = np.arange(sides), (np.arange(sides) + 1) % sides
    after = (rows_ + 1) % len(path)
    quads = np.concatenate(
        [np.stack([r * sides + here, r * sides + then, a * sides + then, a * sides + here], 1) for r, a in zip(rows_, after)]
    )
    return points, quads


def glasses(vertices, color, skin_points, rest, width=0.245, height=0.20, square=0.75, thick=0.016, metallic=0.0):
    """A pair of spectacles before the eyes of `vertices`, resting on the nose, arms to the ears."""
    frame = materials.plain("frame", color, 0.28, metallic, 0.5)
    glass = materials.lens()
    centers = {side: eyes.place(vertices, side)[0] for side in ("left", "right")}
    front = max(center[2] for center in centers.values()) + 0.30
    turns = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    inner = {}
    for side, hand in (("left", 1), ("right", -1)):
        center = centers[side]
        c, s = np.cos(turns), np.sin(turns)
        x = hand * 0.012 + center[0] + width * np.sign(c) * np.abs(c) ** square
        y = center[1] - 0.035 + height * np.sign(s) * np.abs(s) ** square * (1 - 0.06 * hand * c)
        z = front - 0.20 * (np.abs(x) / 0.6) ** 2
        rim = np.stack([x, y, z], 1)
        points, quads = tube(rim, thick, closed=True)
        blend.mesh(f"{side}-rim", points, quads, frame)
        disc = np.concatenate([[rim.mean(0) + [0, 0, 0.02]], rim])
        n = len(rim)
        faces = np.stack([np.zeros(n, int), 1 + np.arange(n), 1 + (np.arange(n) + 1) % n], 1)
        blend.mesh(f"{side}-lens", disc, faces, glass)
        inner[side] = rim[np.argmin(np.abs(x))]
        outer = rim[np.argmax(np.abs(x) + 0.35 * y)]
        ear = (np.abs(rest[:, 0] - hand * 0.74) < 0.08) & (np.abs(rest[:, 1] - 7.33) < 0.07) & (np.abs(rest[:, 2] - 0.55) < 0.12)
        hook = skin_points[ear].mean(0) + [hand * 0.03, 0.04, 0]
        arm = np.stack([outer, outer * 0.55 + hook * 0.45 + [hand * 0.06, 0.01, 0.05], hook, hook + [0, -0.12, -0.18]])
        t = np.linspace(0, 3, 40)
        path = np.stack([np.interp(t, np.arange(4), arm[:, i]) for i in range(3)], 1)
        points, quads = tube(path, thick * 0.85)
        blend.mesh(f"{side}-arm", points, quads, frame)
    t = np.linspace(0, 1, 24)[:, None]
    left, right = inner["left"], inner["right"]
    bridge = left * (1 - t) + right * t + np.array([0, 0.05, 0.05]) * np.sin(np.pi * t) + [0, 0.03, 0]
    points, quads = tube(bridge, thick * 0.9)
    blend.mesh("bridge", points, quads, frame)


def earrings(skin_points, rest, color, kind="stud", size=0.03):
    metal = materials.plain("earring", color, 0.18, 1.0)
    for hand in (1, -1):
        lobe = (rest[:, 0] * hand > 0.66) & (rest[:, 1] < 6.93) & (rest[:, 2] > 0.45) & (rest[:, 1] > 6.80)
        if not lobe.any():
            continue
        at = skin_points[lobe][np.argmax(skin_points[lobe][:, 2])] + [hand * 0.012, 0.03, 0.015]
        turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        if kind == "hoop":
            ring = at + np.stack([0.25 * size * np.cos(turns) * hand, size * (np.sin(turns) - 1), size * np.cos(turns)], 1)
            points, quads = tube(ring, 0.011, closed=True)
        else:
            points, quads = eyes.ball_mesh(reach=180.0)
            points = at + size * points
        blend.mesh("earring", points, quads, metal)

"""Clothes cut from the body's own skin: let out, smoothed, folded, and cropped along a neckline."""

import numpy as np
from scipy import sparse
from scipy.interpolate import CubicSpline

from head.eyes import ball_mesh
from pictures.coloring import smooth
from pictures.noise import octaves, value_noise
from portraits import blend
from portraits.spectacles import tube
from portraits.strands import Ground, rows


def crew(drop: float = 0.0):
    """A round neckline: rest [n, 3] -> how far above it (cloth is where this is negative)."""

    def above(rest):
        wide = smooth(np.abs(rest[:, 0]), 0.50 + 0.6 * drop, 0.95 + 0.6 * drop)
        return rest[:, 1] - (5.60 - drop + (0.27 + 0.1 * drop) * (0.8 - rest[:, 2])) - 2.0 * wide

    return above


def turtle():
    """High up the neck."""
    return lambda rest: rest[:, 1] - (6.06 + 0.22 * (0.3 - rest[:, 2])) - 3 * smooth(np.abs(rest[:, 0]), 0.85, 1.1)


def vee(depth: float = 1.0, half: float = 0.42):
    base = crew(0.02)
    return lambda rest: (
        base(rest) + np.where(rest[:, 2] > 0.3, depth * np.clip(1 - np.abs(rest[:, 0]) / half, 0, 1) * smooth(rest[:, 2], 0.3, 0.6), 0)
    )


def _smoothed(points, quads, rounds, keep):
    count = len(points)
    edges = np.concatenate([quads[:, [i, (i + 1) % 4]] for i in range(4)])
    near = sparse.csr_matrix((np.ones(len(edges)), edges.T), shape=(count, count))
    near = ((near + near.T) > 0).astype(float)
    near = sparse.diags(1 / np.maximum(np.asarray(near.sum(1)).ravel(), 1)) @ near
    for _ in range(rounds):
        points = np.where(keep[:, None], points, 0.4 * points + 0.6 * (near @ points))
    return points


def _cut(points, rest, quads, height):
    """Triangles of the quads where `height` < 0, cut exactly at 0 -> points, rest, triangles, rim points."""
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    below = height[triangles] < 0
    whole = triangles[below.all(1)]
    mixed = triangles[below.any(1) & ~below.all(1)]
    more_points, more_rest, made, rim = [], [], [], []
    next_ = len(points)

    def crossing(a, b):
        nonlocal next_
        t = height[a] / (height[a] - height[b])
        more_points.append(points[a] * (1 - t) + points[b] * t)
        more_rest.append(rest[a] * (1 - t) + rest[b] * t)
        next_ += 1
        return next_ - 1

    for triangle in mixed:
        inside = height[triangle] < 0
        lone = np.flatnonzero(inside)[0] if inside.sum() == 1 else np.flatnonzero(~inside)[0]
        a, b, c = triangle[lone], triangle[(lone + 1) % 3], triangle[(lone + 2) % 3]
        ab, ac = crossing(a, b), crossing(a, c)
        rim += [ab, ac]
        made += [[a, ab, ac]] if inside.sum() == 1 else [[ab, b, c], [ab, c, ac]]
    points = np.concatenate([points, np.array(more_points).reshape(-1, 3)])
    rest = np.concatenate([rest, np.array(more_rest).reshape(-1, 3)])
    return points, rest, np.concatenate([whole, np.array(made, int).reshape(-1, 3)]), points[rim]


def _around(rim, count=220):
    """Points scattered along a neckline -> an even closed path, from the front round by the left, smoothed."""
    middle = np.array([0, 0, 0.18])
    angle = np.arctan2(rim[:, 0], rim[:, 2] - middle[2])
    at = np.linspace(-np.pi, np.pi, count, endpoint=False)
    order = np.argsort(angle)
    path = np.stack([np.interp(at, angle[order], rim[order, i], period=2 * np.pi) for i in range(3)], 1)
    kernel = np.exp(-0.5 * (np.arange(-4, 5) / 1.6) ** 2)
    kernel /= kernel.sum()
    padded = np.concatenate([path[-4:], path, path[:4]])
    return np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(3)], 1)


def garment(
    ground: Ground,
    neckline,
    let_out: float,
    material,
    folds: float = 0.03,
    rib: float = 0.035,
    seed: int = 1,
    calm: int = 60,
    rib_material=None,
    name="garment",
):
    """-> the path of the neckline's rim [n, 3]"""
    rest, quads = ground.rest, ground.quads
    height = neckline(rest)
    body = (height < 0.3) & (rest[:, 1] < 6.35)
    chosen = quads[body[quads].all(1)]
    used, inverse = np.unique(chosen, return_inverse=True)
    faces = inverse.reshape(-1, 4)
    points, place = ground.points[used], rest[used]
    normals = ground.normals[used]
    high = height[used] > -0.06
    points = _smoothed(points + let_out * normals, faces, calm, high)
    stretched = place * [0.8, 0.9, 0.8] + 0.5 * place[:, [1]] * [1, 0, 0]
    crease = octaves(stretched, 2.2, seed, 3) * smooth(-height[used], 0.05, 0.5)
    points = points + (folds * crease * (1 + 0.8 * smooth(np.abs(place[:, 0]), 0.8, 2.0)))[:, None] * normals
    points = ground.kept_off(points, np.full(len(points), 0.6 * let_out), 0)
    points, place, triangles, rim = _cut(points, place, faces, height[used])
    thing = blend.mesh(name, points, triangles, material)
    blend.place_attribute(thing, "rest", place)
    path = _around(rim)
    if rib:
        ring, ring_faces = tube(path, rib, sides=12, closed=True, flat=0.8)
        hem = blend.mesh(f"{name}-rib", ring, ring_faces, rib_material or material)
        blend.place_attribute(hem, "rest", ring)
    return path


def collar(
    path: np.ndarray, material, stand: float = 0.24, fall: float = 0.32, point: float = 0.26, gap: float = 0.03, spread: float = 0.04
):
    """A shirt's collar standing on a neckline `path` (closed, from the back round by the front), open at the front."""
    middle = path.mean(0)
    count = len(path)
    order = (np.arange(count) + count // 2) % count
    loop = path[order]
    angle = np.unwrap(np.arctan2(loop[:, 0] - middle[0], loop[:, 2] - middle[2]))
    u = np.linspace(0, 1, 160)
    front = angle[0] + gap + u * (angle[-1] - angle[0] - 2 * gap)
    base = np.stack([np.interp(front, angle, loop[:, i]) for i in range(3)], 1)
    out = rows((base - middle) * [1, 0, 1])
    ends = np.maximum(smooth(u, 0.16, 0.0), smooth(u, 0.84, 1.0))[:, None]
    hand = np.sign(0.5 - u)[:, None] * -1
    up = np.array([0, 1.0, 0])
    lines = []
    for t in np.linspace(0, 1, 7):
        lines.append(base + 0.015 * out + stand * t * (up - 0.16 * out) * (1 - 0.35 * ends))
    top = lines[-1]
    for t in np.linspace(0.08, 1, 11):
        roll = 0.075 * np.sin(np.pi * min(t * 1.6, 0.5)) + 0.09 * t
        drop = (fall + point * ends) * t
        lean = np.concatenate([-hand * spread * ends * t * 1.0, 0 * ends, 0.12 * ends * t], 1)
        lines.append(top + roll * out - up * drop + lean)
    grid = np.stack(lines)
    rows_, columns = grid.shape[:2]
    quads = np.array(
        [
            [r * columns + c, r * columns + c + 1, (r + 1) * columns + c + 1, (r + 1) * columns + c]
            for r in range(rows_ - 1)
            for c in range(columns - 1)
        ]
    )
    thing = blend.mesh("collar", grid.reshape(-1, 3), quads, material)
    blend.place_attribute(thing, "rest", grid.reshape(-1, 3))
    thick = thing.modifiers.new("thick", "SOLIDIFY")
    thick.thickness = 0.02
    return thing


def hood(path: np.ndarray, material, size: float = 0.15):
    """A hood lying round the neck."""
    middle = path.mean(0)
    out = rows((path - middle) * [1, 0, 1])
    back = smooth(-out[:, 2], -0.5, 0.6)[:, None]
    ring = path + out * (0.06 + 0.10 * back) + [0, 0.03, 0] + back * [0, 0.08, -0.10]
    points, quads = tube(ring, size * (0.55 + 0.75 * back[:, 0]), sides=28, closed=True, flat=0.85)
    crease = octaves(points * [1.2, 1.2, 1.2], 2.4, 11, 3)
    points = points + 0.06 * crease[:, None] * rows(points - np.repeat(ring, 28, 0))
    thing = blend.mesh("hood", points, quads, material)
    blend.place_attribute(thing, "rest", points)


def lapels(ground: Ground, neckline, let_out: float, material, width: float = 0.42):
    """Turned-back edges along a deep V, from the back of the neck to the chest."""
    for hand in (1, -1):
        t = np.linspace(0, 1, 60)
        y = 6.02 - 2.3 * t
        edge, out = [], []
        for height in y:
            near = (np.sign(ground.rest[:, 0]) == hand) & (np.abs(ground.rest[:, 1] - height) < 0.2) & (ground.rest[:, 1] < 6.3)
            off = np.abs(neckline(ground.rest)) + 4 * np.abs(ground.rest[:, 1] - height) + 10 * ~near
            best = np.argsort(off)[:6]
            edge.append(ground.points[best].mean(0) + let_out * ground.normals[best].mean(0))
            out.append(rows(ground.normals[best].mean(0)))
        edge, out = np.array(edge), np.array(out)
        kernel = np.ones(9) / 9
        padded = np.concatenate([np.repeat(edge[:1], 4, 0), edge, np.repeat(edge[-1:], 4, 0)])
        edge = np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(3)], 1)
        ahead = rows(np.gradient(edge, axis=0))
        across = rows(np.cross(ahead, out)) * hand
        across = across * np.sign((across[:, :1] * hand).mean())
        wide = width * (0.55 + 0.45 * smooth(t, 0.05, 0.35)) * (1 - 0.75 * smooth(t, 0.55, 1.0))
        wide = wide * np.where((t > 0.30) & (t < 0.345), 0.72, 1.0)
        lines = [edge + out * (0.03 + 0.05 * np.sin(np.pi * s)) + across * (wide * s)[:, None] for s in np.linspace(0, 1, 8)]
        grid = np.stack(lines)
        r, c = grid.shape[:2]
        quads = np.array([[i * c + j, i * c + j + 1, (i + 1) * c + j + 1, (i + 1) * c + j] for i in range(r - 1) for j in range(c - 1)])
        thing = blend.mesh("lapel", grid.reshape(-1, 3), quads, material)
        blend.place_attribute(thing, "rest", grid.reshape(-1, 3))
        thick = thing.modifiers.new("thick", "SOLIDIFY")
        thick.thickness = 0.025


def veil(ground: Ground, material, seed: int = 3):
    """A headscarf: rings of cloth from a rim round the face out over the skull, and down over throat and shoulders.

    Places as on a head with its eyes level.
    """
    turn = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    s, c = np.sin(turn), np.cos(turn)
    low = smooth(-c, 0.15, 0.95)

    def ring(x, y, z):
        return np.stack(np.broadcast_arrays(x, y, z), 1).astype(float)

    rim = ring(0.645 * s * (1 - 0.10 * low), 7.10 + 0.94 * c - 0.06 * low, 0.94 + 0.42 * np.clip(c, 0, 1) + 0.16 * low)
    under = ring(0.52 * s, 7.10 + 0.80 * c, rim[:, 2] - 0.30)
    brim = ring(0.80 * s * (1 + 0.10 * low), 7.12 + 1.13 * c - 0.22 * low, rim[:, 2] - 0.10 + 0.10 * low)
    skull = ring(0.96 * s * (1 + 0.10 * low), 7.20 + 1.36 * c - 0.30 * low, 0.45 + 0.55 * low)
    high = np.clip(c, 0, 1)
    shoulder = ring(0.98 * s, 6.40 + 1.20 * c, 0.12 - 0.70 * high + 1.05 * low)
    chest = ring(1.65 * s * (1 - 0.15 * low), 5.62 + 0.65 * c - 0.30 * low, -0.05 - 0.65 * high + 1.35 * low)
    below = ring(2.6 * s * (1 - 0.25 * low), 5.10 + 0.30 * c - 0.60 * low, -0.20 - 0.60 * high + 1.65 * low)
    keys = np.stack([under, rim, brim, skull, shoulder, chest, below])
    along = np.linspace(0, len(keys) - 1, 90)
    grid = CubicSpline(np.arange(len(keys)), keys, axis=0)(along)
    rows_, columns = grid.shape[:2]
    flat = grid.reshape(-1, 3)
    step = np.repeat(along, columns)
    angle = np.tile(turn, rows_)
    out = rows(flat - [0, 7.0, 0.3])
    drape = np.stack([np.sin(angle) * 1.1, np.cos(angle) * 1.1, step * 1.5 + 0.8 * np.cos(angle)], 1)
    crease = octaves(drape, 1.5, seed, 2) + 0.5 * np.sin(step * 7.0 + 2.2 * value_noise(drape, 0.9, seed + 3))
    calm = smooth(step, 1.2, 2.2) * (0.35 + 0.65 * smooth(-np.cos(angle), -0.2, 0.5))
    flat = flat + (0.075 * crease * calm)[:, None] * out
    kept = ground.kept_off(flat, np.where(step > 1.5, 0.06, 0.012), 0)
    flat = np.where(step[:, None] < 0.9, flat, kept)
    here, then = np.arange(columns), (np.arange(columns) + 1) % columns
    quads = np.concatenate(
        [
            np.stack([r * columns + here, (r + 1) * columns + here, (r + 1) * columns + then, r * columns + then], 1)
            for r in range(rows_ - 1)
        ]
    )
    thing = blend.mesh("veil", flat, quads, material)
    blend.place_attribute(thing, "rest", flat)


def turban(material, under_material, turns: int = 7):
    """Cloth wound round the head, crossing over the forehead. Places as on a head with its eyes level."""
    cap, cap_faces = ball_mesh(40, 60, 100.0)
    up = np.stack([cap[:, 0], cap[:, 2], -cap[:, 1]], 1)
    dome = up * [0.80, 0.72, 1.00] + [0, 7.90, 0.50]
    blend.place_attribute(blend.mesh("dome", dome, cap_faces, material), "rest", dome)
    angle = np.linspace(-np.pi, np.pi, 200, endpoint=False)
    for n in range(turns):
        for hand in (1, -1):
            share = n / (turns - 1)
            front = np.cos(angle) * 0.5 + 0.5
            x = (0.93 - 0.20 * share**2) * np.sin(angle)
            z = 0.50 + (1.12 - 0.28 * share**2) * np.cos(angle)
            y = 7.55 + 0.62 * share + 0.42 * front * (1 - 0.6 * share) + hand * 0.20 * np.sin(angle) * (1 - 0.4 * share)
            path = np.stack([x, y + 0.012 * hand, z - 0.012 * n + 0.02 * hand], 1)
            band, band_faces = tube(path, 0.085, sides=16, closed=True, flat=1.0)
            center = np.repeat(path, 16, 0)
            offset = band - center
            band = center + offset * [0.45, 1.35, 0.45]
            band = band + 0.012 * octaves(band * [1, 5, 1], 2.5, n, 2)[:, None] * rows(offset)
            blend.place_attribute(blend.mesh("band", band, band_faces, under_material if n == 0 and hand < 0 else material), "rest", band)

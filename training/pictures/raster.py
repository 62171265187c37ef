"""A z-buffer: which triangle does each pixel see, and where on it."""

import numpy as np
from numba import njit


@njit(cache=True)
def rasterize(points, triangles, height, width):
    """points [n, 3] (pixels right, pixels down, depth: larger is nearer), triangles [t, 3]
    -> triangle per pixel int32 [h, w] (-1: none), barycentric float32 [h, w, 3], depth float32 [h, w].

    Triangles wound clockwise on the picture are culled.
    """
    seen = np.full((height, width), -1, np.int32)
    places = np.zeros((height, width, 3), np.float32)
    depth = np.full((height, width), -1e9, np.float32)
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax, ay, az = points[a, 0], points[a, 1], points[a, 2]
        bx, by, bz = points[b, 0], points[b, 1], points[b, 2]
        cx, cy, cz = points[c, 0], points[c, 1], points[c, 2]
        area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay)
        if area <= 1e-9:
            continue
        left, right = max(0, int(np.ceil(min(ax, bx, cx) - 0.5))), min(width - 1, int(max(ax, bx, cx) - 0.5))
        top, bottom = max(0, int(np.ceil(min(ay, by, cy) - 0.5))), min(height - 1, int(max(ay, by, cy) - 0.5))
        for row in range(top, bottom + 1):
            y = row + 0.5
            for column in range(left, right + 1):
                x = column + 0.5
                u = ((cx - x) * (by - y) - (bx - x) * (cy - y)) / area
                v = ((ax - x) * (cy - y) - (cx - x) * (ay - y)) / area
                w = 1 - u - v
                if u < -1e-7 or v < -1e-7 or w < -1e-7:
                    continue
                z = u * az + v * bz + w * cz
                if z > depth[row, column]:
                    depth[row, column] = z
                    seen[row, column] = t
                    places[row, column, 0], places[row, column, 1], places[row, column, 2] = u, v, w
    return seen, places, depth


@njit(cache=True)
def interpolate(attributes, triangles, seen, places):
    """attributes float32 [n, k] at the corners -> [h, w, k], 0 where nothing is seen."""
    height, width = seen.shape
    count = attributes.shape[1]
    out = np.zeros((height, width, count), np.float32)
    for row in range(height):
        for column in range(width):
            t = seen[row, column]
            if t >= 0:
                u, v, w = places[row, column, 0], places[row, column, 1], places[row, column, 2]
                a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                for k in range(count):
                    out[row, column, k] = u * attributes[a, k] + v * attributes[b, k] + w * attributes[c, k]
    return out


@njit(cache=True)
def vertex_normals(points, triangles):
    """Area-weighted unit normals, float32 [n, 3]; outside is where corners go counter-clockwise."""
    normals = np.zeros((len(points), 3), np.float64)
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
        vx, vy, vz = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
        x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for corner in (a, b, c):
            normals[corner, 0] += x
            normals[corner, 1] += y
            normals[corner, 2] += z
    for n in range(len(normals)):
        length = np.sqrt(normals[n, 0] ** 2 + normals[n, 1] ** 2 + normals[n, 2] ** 2) + 1e-12
        normals[n] /= length
    return normals.astype(np.float32)

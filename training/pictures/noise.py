"""Smooth noise in space, the same for the same seed."""

import numpy as np
from numba import njit


@njit(cache=True)
def _lattice(x, y, z, seed):
    n = (x * 374761393 + y * 668265263 + z * 1440662683 + seed * 1274126177) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((n ^ (n >> 16)) & 0xFFFF) / 32767.5 - 1


@njit(cache=True)
def value_noise(points, frequency, seed):
    """points [n, 3] -> [n] in about -1..1, `frequency` in lattice steps per unit length."""
    out = np.empty(len(points), np.float32)
    for i in range(len(points)):
        px, py, pz = points[i, 0] * frequency, points[i, 1] * frequency, points[i, 2] * frequency
        x, y, z = int(np.floor(px)), int(np.floor(py)), int(np.floor(pz))
        fx, fy, fz = px - x, py - y, pz - z
        fx, fy, fz = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy), fz * fz * (3 - 2 * fz)
        total = 0.0
        for corner in range(8):
            a, b, c = corner & 1, (corner >> 1) & 1, corner >> 2
            weight = (fx if a else 1 - fx) * (fy if b else 1 - fy) * (fz if c else 1 - fz)
            total += weight * _lattice(x + a, y + b, z + c, seed)
        out[i] = total
    return out


def octaves(points: np.ndarray, frequency: float, seed: int, count: int = 3) -> np.ndarray:
    """Noise over noise, each twice as fine and half as strong, -> [n] in about -1..1."""
    return sum(value_noise(points, frequency * 2**n, seed + n) / 2**n for n in range(count)) / (2 - 2 ** (1 - count))

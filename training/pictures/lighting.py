"""Light on what the z-buffer saw: key light with a cast shadow, fill, sky and ground, rim, highlights, occlusion."""

from dataclasses import dataclass

import cv2
import numpy as np

from pictures.raster import rasterize


@dataclass
class Light:
    key: np.ndarray
    """direction towards the key light"""
    key_color: np.ndarray
    sky: np.ndarray
    ground: np.ndarray
    fill: np.ndarray
    """direction towards a second, shadowless light"""
    fill_color: np.ndarray
    rim_color: np.ndarray
    rim_side: float
    shadow: float
    """0..1, how dark the cast shadow is"""
    shadow_blur: float
    occlusion: float
    wrap: float
    """how far light creeps around the skin"""
    exposure: float


def unit(vector):
    return (np.asarray(vector, float) / np.linalg.norm(vector)).astype(np.float32)


def random_light(random: np.random.Generator) -> Light:
    def color(warmth, strength):
        return (strength * np.array([1 + warmth, 1.0, 1 - warmth]) * np.exp(random.normal(0, 0.03, 3))).astype(np.float32)

    side, flat = random.choice((-1, 1)), random.random() ** 1.5
    key = unit([side * random.uniform(0, 1.4), random.uniform(-0.1, 1.3), random.uniform(0.5, 1.4)])
    sky = color(random.normal(0, 0.12), random.uniform(0.25, 0.8))
    return Light(
        key=key,
        key_color=color(random.normal(0.05, 0.12), (1 - 0.7 * flat) * random.uniform(0.7, 1.6)),
        sky=sky,
        ground=sky * np.float32(random.uniform(0.3, 1.0)),
        fill=unit([-side * random.uniform(0.3, 1.4), random.uniform(-0.5, 0.6), random.uniform(0.3, 1)]),
        fill_color=color(random.normal(-0.03, 0.15), random.uniform(0, 0.5)),
        rim_color=color(random.normal(0, 0.3), random.uniform(0, 0.9) * (random.random() < 0.5)),
        rim_side=-side * random.uniform(0.2, 1),
        shadow=random.uniform(0, 1),
        shadow_blur=random.uniform(0.8, 5),
        occlusion=random.uniform(0.4, 1.1),
        wrap=random.uniform(0.1, 0.5),
        exposure=random.uniform(0.9, 1.5),
    )


def cast_shadow(points, triangles, surface, seen, direction, blur, size=192):
    """-> [h, w], 1 in the light .. 0 in the shadow; points and surface [h, w, 3] in turned head space."""
    side = unit(np.cross([0, 1.0, 0.01], direction))
    frame = np.stack([side, np.cross(direction, side), direction])
    seen_from_light = points @ frame.T
    low, high = seen_from_light.min(0)[:2], seen_from_light.max(0)[:2]
    scale = (size - 4) / (high - low).max()
    flat = np.column_stack([(seen_from_light[:, :2] - low) * scale + 2, seen_from_light[:, 2]])
    flat[:, 1] = size - flat[:, 1]
    depth = rasterize(flat, triangles, size, size)[2]
    height, width = seen.shape
    at = surface.reshape(-1, 3) @ frame.T
    column = np.clip((at[:, 0] - low[0]) * scale + 2, 0, size - 1).astype(int)
    row = np.clip(size - ((at[:, 1] - low[1]) * scale + 2), 0, size - 1).astype(int)
    lit = (at[:, 2] > depth[row, column] - 0.05).astype(np.float32).reshape(height, width)
    weight = (seen >= 0).astype(np.float32)
    blurred = cv2.GaussianBlur(lit * weight, (0, 0), blur)
    return blurred / np.maximum(cv2.GaussianBlur(weight, (0, 0), blur), 1e-3)


def occlusion(depth, seen, pixels_per_length):
    """How enclosed each pixel is, from the depth around it -> [h, w], 0 open .. about 1."""
    weight = (seen >= 0).astype(np.float32)
    flat = np.where(seen >= 0, depth, 0).astype(np.float32)
    total = np.zeros_like(flat)
    for reach, range_, share in ((0.03, 0.03, 0.4), (0.09, 0.09, 0.6), (0.25, 0.28, 0.7)):
        sigma = reach * pixels_per_length
        around = cv2.GaussianBlur(flat, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
        total += share * np.clip((around - flat) / range_, 0, 1)
    return np.minimum(total * weight, 1.3)


def shade(light: Light, normals, surface, channels, sunlit, enclosed, inner_depth):
    """All [h, w, ...]; `channels` as in `coloring.CHANNELS`; `inner_depth`: how far behind the lips -> linear RGB."""
    albedo, gloss, inside, soft = channels[..., :3], channels[..., 3:4], channels[..., 4:5], channels[..., 5:6]
    normals = normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    open_ = np.exp(-light.occlusion * (1.5 - 0.7 * inside) * enclosed[..., None])
    wrap = light.wrap * soft
    towards = (normals @ light.key)[..., None]
    lambert = np.clip((towards + wrap) / (1 + wrap), 0, 1)
    bleeding = np.exp(-((towards + 0.1) ** 2) / 0.05) * soft * light.wrap * np.float32([0.10, 0.02, 0.012])
    shadow = 1 - light.shadow * (1 - sunlit[..., None])
    shadow = shadow ** (1 - 0.35 * soft * np.float32([1, 0, -0.1]))
    diffuse = light.key_color * (lambert + bleeding) * shadow
    up = normals[..., 1:2] * 0.5 + 0.5
    diffuse = diffuse + (light.sky * up + light.ground * (1 - up)) * open_ ** (1.15 - 0.4 * soft * np.float32([1, 0.2, 0]))
    diffuse = diffuse + light.fill_color * np.clip((normals @ light.fill)[..., None] * 0.7 + 0.3, 0, 1) * open_
    view = unit_rows(np.float32([0, 0, 14]) - surface)
    half = unit_rows(view + light.key)
    facing = np.clip((normals * half).sum(-1, keepdims=True), 0, 1)
    fresnel = (1 - np.clip((normals * view).sum(-1, keepdims=True), 0, 1)) ** 3
    shine = (0.10 * facing**12 + 0.30 * facing**60) * gloss * light.key_color * shadow
    shine = shine + 0.06 * fresnel * gloss * light.sky * open_
    rim = fresnel * np.clip(normals[..., :1] * np.sign(light.rim_side) * abs(light.rim_side) + 0.1, 0, 1) * light.rim_color
    dark = 1 - inside * (1 - np.exp(-3.2 * np.clip(inner_depth - 0.22, 0, None))[..., None])
    return light.exposure * (albedo * (diffuse + 0.7 * rim * (1 - inside)) + shine) * dark


def unit_rows(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def developed(linear_rgb: np.ndarray) -> np.ndarray:
    """Linear light -> sRGB 0..1 with a soft shoulder."""
    x = np.maximum(linear_rgb, 0)
    return np.clip(x * (1 + x / 6.25) / (1 + x), 0, 1) ** (1 / 2.2) * 1.16

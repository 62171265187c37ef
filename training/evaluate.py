"""How well a model's mouths follow held-out voices: `python evaluate.py ../models/wav2lip-open.pth --out FOLDER`.

Reads evaluation/ (clips with what is said when) and ../avatars (portraits, and where their faces are), draws every clip with every
portrait, measures the opening of the mouth in the pictures, prints a table, and writes contact sheets.
"""

import argparse
import json
import subprocess
from pathlib import Path

import cv2
import numpy as np
import torch

from network.export import load
from network.measure import crop, openings
from network.pairs import face_input, to_tensor
from network.wav2lip import MOUTH
from speech.mel import mel_spectrogram, windows

HERE = Path(__file__).parent
LAGS = range(-6, 7)
SHUT = 0.25
"""A mouth counts as closed below this share of how far it opens in the clip (its 95th percentile)."""


def clip_samples(path: Path) -> np.ndarray:
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-ac", "1", "-ar", "16000", "-f", "f32le", "-"], capture_output=True, check=True
    ).stdout
    return np.frombuffer(raw, np.float32)


@torch.no_grad()
def drawn(network, still: np.ndarray, samples: np.ndarray, frames: int, size: int = 64) -> np.ndarray:
    """still [96, 96, 3] BGR uint8 -> the still with its mouth moved [frames, 96, 96, 3] BGR uint8"""
    features = network.encode_face(face_input(to_tensor(still[None])))
    heard = torch.from_numpy(windows(mel_spectrogram(samples), frames))[:, None]
    made = []
    for part in heard.split(size):
        made.append(network.decode(network.audio_encoder(part), features, mouth=True))
    faces = np.repeat(still[None], frames, 0)
    faces[:, *MOUTH] = (torch.cat(made).permute(0, 2, 3, 1).numpy() * 255).round()
    return faces


def correlation(a, b) -> float:
    return float(np.corrcoef(a, b)[0, 1]) if np.std(a) > 1e-6 and np.std(b) > 1e-6 else 0.0


def judged(measured: np.ndarray, truth: dict) -> dict[str, float]:
    """Opening per frame as measured, against a clip's truth."""
    opening, fps = np.array(truth["opening"]), truth["fps"]
    count = min(len(opening), len(measured))
    opening, measured = opening[:count], measured[:count]
    by_lag = {lag: correlation(measured[max(0, lag) : count + min(0, lag)], opening[max(0, -lag) : count - max(0, lag)]) for lag in LAGS}
    full = np.percentile(measured, 95)
    shut = measured < SHUT * full
    wide = opening > 0.4 * np.percentile(opening, 95)
    hits = []
    for start, end in truth["closures"]:
        first, last = int(np.floor((start - 0.02) * fps)), int(np.ceil((end + 0.02) * fps))
        part = shut[max(0, first) : last]
        if len(part):
            hits.append(part.any())
    calm = []
    for start, end in truth["pauses"]:
        part = measured[int(np.ceil((start + 0.16) * fps)) : int((end - 0.12) * fps)]
        calm += list(part < SHUT * full)
    return dict(
        correlation=by_lag[0],
        lag=max(by_lag, key=by_lag.get),
        false_closures=float(shut[wide].mean()),
        closures=float(np.mean(hits)) if hits else np.nan,
        rests=float(np.mean(calm)) if calm else np.nan,
        full=full,
    )


def sheet(still, mouths, truth, measured, path: Path, columns=16):
    """Every few frames of a clip, each with the openings that should be and are."""
    shown = np.linspace(0, len(mouths) - 1, columns * 4).astype(int)
    tiles = []
    for n in shown:
        tile = cv2.resize(mouths[n], (144, 144), interpolation=cv2.INTER_CUBIC)
        for color, value, scale in (
            ((0, 200, 0), truth["opening"][min(n, len(truth["opening"]) - 1)], 10.0),
            ((0, 0, 255), measured[n], max(measured.max(), 1)),
        ):
            x = 2 if color[1] else 138
            cv2.line(tile, (x, 142), (x, int(142 - 100 * np.clip(value / scale, 0, 1))), color, 3)
        tiles.append(tile)
    rows = [np.hstack(tiles[r : r + columns]) for r in range(0, len(tiles), columns)]
    cv2.imwrite(str(path), np.vstack(rows))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path)
    options.add_argument("--avatars", type=Path, default=HERE.parent / "avatars")
    options.add_argument("--clips", type=Path, default=HERE / "evaluation")
    options.add_argument("--out", type=Path, help="folder for contact sheets")
    options.add_argument("--only", nargs="*", help="portraits")
    options.add_argument("--kinds", nargs="*", choices=("synthetic", "real"), default=("synthetic", "real"))
    chosen = options.parse_args()
    network = load(chosen.model)
    faces = {path.stem: json.loads(path.read_text())["box"] for path in sorted(chosen.avatars.glob("*.json"))}
    truths = [json.loads(path.read_text()) for path in sorted(chosen.clips.glob("*.truth.json"))]
    truths = [truth for truth in truths if truth["kind"] in chosen.kinds]
    print(f"{'clip':28} {'corr':>6} {'worst':>6} {'lag':>5} {'false':>6} {'p/b/m':>6} {'rests':>6}")
    everything: dict[str, list] = {"synthetic": [], "real": []}
    still_errors = {}
    for truth in truths:
        samples = clip_samples(chosen.clips / truth["audio"])
        results = []
        for name, box in faces.items():
            path = chosen.avatars / f"{name}.png"
            if not path.exists() or (chosen.only and name not in chosen.only):
                continue
            still = crop(cv2.imread(str(path)), [box[side] for side in ("x", "y", "width", "height")])
            mouths = drawn(network, still, samples, len(truth["opening"]))
            measured = openings(still, mouths)
            results.append(judged(measured, truth))
            if name not in still_errors:
                silent = drawn(network, still, np.zeros(16000, np.float32), 5)[2][46:92, 12:84].astype(float)
                still_errors[name] = 10 * np.log10(255**2 / np.square(silent - still[46:92, 12:84]).mean())
            if chosen.out:
                chosen.out.mkdir(parents=True, exist_ok=True)
                sheet(still, mouths, truth, measured, chosen.out / f"{truth['name']}-{name}.png")
        everything[truth["kind"]] += results
        means = {key: float(np.nanmean([result[key] for result in results])) for key in results[0]}
        worst = min(result["correlation"] for result in results)
        print(
            f"{truth['name']:28} {means['correlation']:6.3f} {worst:6.3f} {means['lag']:5.2f} {means['false_closures']:6.1%} "
            f"{means['closures']:6.1%} {means['rests']:6.1%}"
        )
    for kind, results in everything.items():
        if results:
            means = {key: float(np.nanmean([result[key] for result in results])) for key in results[0]}
            print(
                f"{kind:28} {means['correlation']:6.3f} {min(r['correlation'] for r in results):6.3f} {means['lag']:5.2f} "
                f"{means['false_closures']:6.1%} {means['closures']:6.1%} {means['rests']:6.1%}"
            )
    print("PSNR in silence:", {name: round(value, 1) for name, value in still_errors.items()})


if __name__ == "__main__":
    main()

"""The folder of a run: settings, log, checkpoints to go on from."""

import csv
import json
import random as python_random
import time
from pathlib import Path

import numpy as np
import torch


def seeded(seed: int) -> np.random.Generator:
    torch.manual_seed(seed)
    python_random.seed(seed)
    return np.random.default_rng(seed)


def autocast():
    """bfloat16 where the CPU multiplies it in hardware (AMX). Elsewhere it is emulated, and seven times slower than float32."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_amx_tile_supported())


class Run:
    """`folder` holds <stage>.csv (a line per report), <stage>.json (settings) and <stage>.pt (to resume)."""

    def __init__(self, folder: Path, stage: str, settings: dict):
        self.folder, self.stage = folder, stage
        folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = folder / f"{stage}.pt"
        self._log = folder / f"{stage}.csv"
        (folder / f"{stage}.json").write_text(json.dumps(settings, indent=1, default=str) + "\n")
        self._saved = self._started = time.monotonic()
        self.seconds = self._resumed = 0.0

    def elapsed(self) -> float:
        """Seconds of training, earlier ones before a break included."""
        return time.monotonic() - self._started

    def share(self, minutes: float, more: float | None) -> float:
        """How much of the training is over, 0..1: of `minutes` in all, or of `more` minutes after the checkpoint."""
        if more is None:
            return self.elapsed() / (60 * minutes)
        return (self.elapsed() - self._resumed) / (60 * more)

    def resume(self) -> dict | None:
        if not self.checkpoint.exists():
            return None
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.seconds = self._resumed = state["seconds"]
        self._started = time.monotonic() - self.seconds
        return state

    def report(self, **values):
        self.seconds = self.elapsed()
        row = {"seconds": round(self.seconds), **{name: float(f"{value:.5g}") for name, value in values.items()}}
        fresh = not self._log.exists()
        with open(self._log, "a", newline="") as file:
            writer = csv.DictWriter(file, row)
            if fresh:
                writer.writeheader()
            writer.writerow(row)
        print(self.stage, row, flush=True)

    def due(self, every: float = 180.0) -> bool:
        return time.monotonic() - self._saved > every

    def save(self, state: dict):
        self.seconds = self.elapsed()
        unfinished = self.checkpoint.with_suffix(".part")
        torch.save(state | {"seconds": self.seconds}, unfinished)
        unfinished.rename(self.checkpoint)
        self._saved = time.monotonic()

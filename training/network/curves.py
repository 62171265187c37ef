"""Plot the logs of a run: `python -m network.curves --run NAME --to curves.png`."""

import argparse
import csv
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from head.assets import scratch_folder
from head.mouth import NAMES

PANELS = {"face": (("loss", "validation"), ("gain", "correlation")), "audio": (("loss",), NAMES), "joint": (("seen",), ("felt",))}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", default="shipped")
    options.add_argument("--folder", type=Path, help="of the logs, where it is not the run's")
    options.add_argument("--to", type=Path, default=Path("curves.png"))
    chosen = options.parse_args()
    folder = chosen.folder or scratch_folder() / "runs" / chosen.run
    stages = [stage for stage in PANELS if (folder / f"{stage}.csv").exists()]
    figure, axes = pyplot.subplots(2, len(stages), figsize=(5 * len(stages), 6), squeeze=False)
    for column, stage in zip(axes.T, stages):
        rows = list(csv.DictReader((folder / f"{stage}.csv").open()))
        minutes = [float(row["seconds"]) / 60 for row in rows]
        for panel, names in zip(column, PANELS[stage]):
            for name in names:
                panel.plot(minutes, [float(row[name]) for row in rows], label=name)
            panel.legend(fontsize=7)
            panel.grid(alpha=0.3)
        column[0].set_title(f"{stage}: {rows[-1]['step'].removesuffix('.0')} steps")
        column[1].set_xlabel("minutes")
    figure.tight_layout()
    figure.savefig(chosen.to, dpi=80)


if __name__ == "__main__":
    main()

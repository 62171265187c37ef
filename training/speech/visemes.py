"""What the mouth does for a speech sound: parameters as in `head.mouth.NAMES`, and how firmly it insists on each."""

import numpy as np

from head.mouth import NAMES


SHAPES = ("jaw", "wide", "round", "upper", "lower")
"""What grows with `WIDER`; closures, bites, and the tongue are kept as they are."""
WIDER, MOST = 1.4, 1.1
"""Networks draw less motion than they are shown, and sounds color each other: poses are this much wider than in a still."""


def pose(**parameters: float) -> np.ndarray:
    """The parameters of a pose in the order of `NAMES`, widened before sounds color each other."""
    asked = {name: np.clip(WIDER * amount, -MOST, MOST) if name in SHAPES else amount for name, amount in parameters.items()}
    return np.array([asked.get(name, 0.0) for name in NAMES])


POSES = {
    "rest": pose(),
    "a": pose(jaw=0.66, lower=0.2),
    "ae": pose(jaw=0.58, wide=0.35, upper=0.2, lower=0.25),
    "ah": pose(jaw=0.42, lower=0.18),
    "schwa": pose(jaw=0.28, lower=0.15),
    "e": pose(jaw=0.38, wide=0.35, upper=0.15, lower=0.28),
    "i": pose(jaw=0.15, wide=0.65, upper=0.22, lower=0.4),
    "ih": pose(jaw=0.25, wide=0.35, upper=0.1, lower=0.28),
    "o": pose(jaw=0.46, round=0.62),
    "u": pose(jaw=0.16, round=0.95, wide=-0.1),
    "uh": pose(jaw=0.24, round=0.55),
    "er": pose(jaw=0.24, round=0.35, lower=0.1),
    "y": pose(jaw=0.12, round=0.85),
    "oe": pose(jaw=0.32, round=0.6),
    "m": pose(jaw=0.08, press=0.9),
    "beta": pose(jaw=0.1, press=0.45),
    "f": pose(jaw=0.05, bite=0.95, upper=0.15),
    "th": pose(jaw=0.18, tongue=0.9, lower=0.22),
    "t": pose(jaw=0.15, tongue=0.5, wide=0.1, upper=0.08, lower=0.22),
    "l": pose(jaw=0.26, tongue=0.8, lower=0.2),
    "s": pose(jaw=0.05, wide=0.28, upper=0.25, lower=0.45),
    "sh": pose(jaw=0.06, round=0.55, upper=0.28, lower=0.35),
    "k": pose(jaw=0.24, lower=0.18),
    "r": pose(jaw=0.18, round=0.4, lower=0.1),
    "w": pose(jaw=0.08, round=1.0, wide=-0.25),
    "j": pose(jaw=0.14, wide=0.45, lower=0.25),
    "h": pose(jaw=0.25, lower=0.12),
}

"""Stands in for the audio encoder at first: the mouth's true parameters to an embedding."""

from torch import nn

from head.mouth import COUNT


class ShapeEncoder(nn.Module):
    """[n, 8] -> [n, e, 1, 1], not negative, like the audio encoder's output"""

    def __init__(self, embedding: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(COUNT, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, embedding), nn.ReLU())

    def forward(self, shapes):
        return self.layers(shapes)[..., None, None]

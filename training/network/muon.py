"""Muon (Jordan 2024): momentum whose directions all get the same size. Learns filters in fewer steps than Adam does."""

import torch


def orthogonal(matrix: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The orthogonal matrix that is nearest to one [rows, columns], roughly: five Newton-Schulz steps."""
    tall = matrix.shape[0] > matrix.shape[1]
    near = matrix.T if tall else matrix
    near = near / (near.norm() + 1e-7)
    for _ in range(steps):
        square = near @ near.T
        near = 3.4445 * near + (-4.7750 * square + 2.0315 * square @ square) @ near
    return near.T if tall else near


class Muon(torch.optim.Optimizer):
    """For the weights of convolutions [out, in, rows, columns]; those with a batch norm behind them need no weight decay."""

    def __init__(self, weights, lr: float, momentum: float = 0.95):
        super().__init__(list(weights), dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                kept = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                kept.lerp_(weight.grad, 1 - group["momentum"])
                ahead = weight.grad.lerp(kept, group["momentum"]).flatten(1)
                change = orthogonal(ahead) * max(1, ahead.shape[0] / ahead.shape[1]) ** 0.5
                weight.sub_(change.view_as(weight), alpha=group["lr"])

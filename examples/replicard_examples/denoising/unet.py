"""A small U-Net that predicts the noise to take off an image."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def two_convolutions(channels_in: int, channels_out: int) -> nn.Sequential:
    """Return two 3 x 3 convolutions, each followed by a ReLU."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(channels_out, channels_out, 3, padding=1),
        nn.ReLU(),
    )


class UNet(nn.Module):
    """U-Net with two poolings; its output is added to its input."""

    def __init__(self, first_filters: int) -> None:
        super().__init__()
        n = first_filters
        self.top_down = two_convolutions(1, n)
        self.middle_down = two_convolutions(n, 2 * n)
        self.bottom = two_convolutions(2 * n, 4 * n)
        self.middle_up = two_convolutions(4 * n + 2 * n, 2 * n)
        self.top_up = two_convolutions(2 * n + n, n)
        self.residual = nn.Conv2d(n, 1, 1)

    def forward(self, image: Tensor) -> Tensor:
        """Denoise a batch ``(N, 1, Y, X)``; Y and X are multiples of 4."""
        top = self.top_down(image)
        middle = self.middle_down(functional.max_pool2d(top, 2))
        bottom = self.bottom(functional.max_pool2d(middle, 2))
        middle = self.middle_up(torch.cat([enlarge(bottom), middle], dim=1))
        top = self.top_up(torch.cat([enlarge(middle), top], dim=1))
        residual: Tensor = self.residual(top)
        return image + residual


def enlarge(features: Tensor) -> Tensor:
    """Double height and width by repeating pixels."""
    return functional.interpolate(features, scale_factor=2.0, mode="nearest")

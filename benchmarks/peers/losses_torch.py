#!/usr/bin/env python3
"""Nanoseconds an element of PyTorch's binary cross-entropies on one thread. usage: losses_torch.py [N ...]   (needs python3-torch)"""
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def measure(call, count):
    inner = max(2, 2_000_000 // count)
    call()
    best = float("inf")
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(inner):
            call()
        best = min(best, (time.perf_counter() - start) / inner)
    return best / count * 1e9


for count in [int(a) for a in sys.argv[1:]] or [1000, 4_000_000]:
    target = (torch.rand(count) < .3).float()
    logits = torch.randn(count, requires_grad=True)
    probabilities = torch.rand(count).clamp(.001, .999).requires_grad_(True)
    for name, function, value in (("logits", F.binary_cross_entropy_with_logits, logits), ("probabilities", F.binary_cross_entropy, probabilities)):
        def forward():
            with torch.no_grad():
                function(value, target)

        def both():
            value.grad = None
            function(value, target).backward()

        print(f"torch-{torch.__version__} n={count} {name} forward {measure(forward, count):.3f} backward {measure(both, count):.3f}")

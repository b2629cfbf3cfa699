#!/usr/bin/env python3
"""Nanoseconds an element of PyTorch's losses on one thread; those it does not have are composed of its operations. usage: losses_torch.py [N ...]   (needs python3-torch)"""
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


def focal(logits, target, alpha=.25, gamma=2):
    probability = torch.sigmoid(logits)
    wrong = probability * (1 - target) + (1 - probability) * target
    balance = alpha * target + (1 - alpha) * (1 - target)
    return (balance * wrong ** gamma * F.binary_cross_entropy_with_logits(logits, target, reduction="none")).mean()


def asymmetric(logits, target, gamma_negative=4, gamma_positive=1, clip=.05, epsilon=1e-8):
    positive = torch.sigmoid(logits)
    negative = (1 - positive + clip).clamp(max=1)
    entropy = target * positive.clamp(min=epsilon).log() + (1 - target) * negative.clamp(min=epsilon).log()
    certain = positive * target + negative * (1 - target)
    return -(entropy * (1 - certain) ** (gamma_positive * target + gamma_negative * (1 - target))).mean()


LABELS = 100
for count in [int(a) for a in sys.argv[1:]] or [1000, 4_000_000]:
    target = (torch.rand(count) < .3).float()
    soft = torch.rand(count)
    present = torch.rand(count) >= .1
    rare = (torch.rand(count) < .05).float()
    weight = .5 + torch.rand(count)
    pos_weight = .5 + torch.arange(LABELS) / LABELS
    logits = torch.randn(count, requires_grad=True)
    probabilities = torch.rand(count).clamp(.001, .999).requires_grad_(True)
    ways = [
        ("logits", logits, lambda: F.binary_cross_entropy_with_logits(logits, target)),
        ("logits-soft", logits, lambda: F.binary_cross_entropy_with_logits(logits, soft)),
        ("logits-smoothed", logits, lambda: F.binary_cross_entropy_with_logits(logits, target * .9 + .05)),
        ("logits-weight", logits, lambda: F.binary_cross_entropy_with_logits(logits, target, weight=weight)),
        ("logits-missing", logits, lambda: F.binary_cross_entropy_with_logits(logits, target, weight=present.float(), reduction="sum") / present.sum()),
        ("probabilities", probabilities, lambda: F.binary_cross_entropy(probabilities, target)),
        ("probabilities-soft", probabilities, lambda: F.binary_cross_entropy(probabilities, soft)),
        ("focal", logits, lambda: focal(logits, target)),
        ("asymmetric", logits, lambda: asymmetric(logits, target)),
    ]
    if count % LABELS == 0:
        rows = (count // LABELS, LABELS)
        ways.append(("logits-posweight", logits, lambda: F.binary_cross_entropy_with_logits(logits.view(rows), target.view(rows), pos_weight=pos_weight)))
        ways.append(("logits-posweight-rare", logits, lambda: F.binary_cross_entropy_with_logits(logits.view(rows), rare.view(rows), pos_weight=pos_weight)))

    # The first gradients grow the memory that PyTorch then reuses; before that, every call would pay for new pages.
    for name, value, loss in ways:
        loss().backward()

    for name, value, loss in ways:
        def forward():
            with torch.no_grad():
                loss()

        def both():
            value.grad = None
            loss().backward()

        print(f"torch-{torch.__version__} n={count} {name} forward {measure(forward, count):.3f} backward {measure(both, count):.3f}")

#!/usr/bin/env python3
"""Writes golden vectors for the losses, computed by PyTorch.

usage: losses.py SEED OUT.json.gz        (needs Debian's python3-torch)

Inputs are floats, so that the same case serves both precisions. `torch` is what PyTorch's own functions answer in float64, where
they have a function; `exact` is the same definition in float64 without the cancellations that cost PyTorch digits in the tails.
torchvision is not needed: the sigmoid focal loss and the asymmetric loss are written out from their definitions (torchvision
sigmoid_focal_loss; Ridnik et al. 2021, reference implementation), and their gradients are autograd's, in float64.
"""
import gzip
import json
import sys

import torch
import torch.nn.functional as F

seed, out = int(sys.argv[1]), sys.argv[2]
torch.manual_seed(seed)
cases = []


def flat(t):
    return None if t is None else [float(v) for v in t.reshape(-1)]


def softplus(v):
    return v.clamp(min=0) + torch.log1p(torch.exp(-v.abs()))


def sigmoid(v):
    e = torch.exp(-v.abs())
    return torch.where(v >= 0, 1 / (1 + e), e / (1 + e))


def bce(x, t, w, p):
    return -w * (p * t * torch.log(x).clamp(min=-100) + (1 - t) * torch.log1p(-x).clamp(min=-100))


def bce_gradient(x, t, w, p):
    return w * ((1 - t) * x - p * t * (1 - x)) / torch.clamp((1 - x) * x, min=1e-12)


def logits(x, t, w, p):
    return w * (p * t * softplus(-x) + (1 - t) * softplus(x))


def logits_gradient(x, t, w, p):
    return w * ((1 - t) * sigmoid(x) - p * t * sigmoid(-x))


def focal(x, t, alpha, gamma):
    ce = (1 - t) * softplus(x) + t * softplus(-x)
    q = t * sigmoid(-x) + (1 - t) * sigmoid(x)
    loss = ce * q ** gamma
    return loss if alpha < 0 else (alpha * t + (1 - alpha) * (1 - t)) * loss


def asymmetric(x, t, gamma_negative, gamma_positive, clip, eps):
    positive = sigmoid(x)
    negative = sigmoid(-x)
    if clip > 0:
        negative = (negative + clip).clamp(max=1)
    loss = t * torch.log(positive.clamp(min=eps)) + (1 - t) * torch.log(negative.clamp(min=eps))
    if gamma_negative > 0 or gamma_positive > 0:
        pt = positive * t + negative * (1 - t)
        loss = loss * (1 - pt) ** (gamma_positive * t + gamma_negative * (1 - t))
    return -loss


def case(name, op, x, t, exact, gradient=None, w=None, p=None, torch_none=None, **parameters):
    x, t = x.double(), t.double()
    if gradient is None:
        xi = x.clone().requires_grad_(True)
        none = exact(xi, t)
        none.sum().backward()
        g, none = xi.grad, none.detach()
    else:
        W = torch.ones(1).double() if w is None else w.double()
        P = torch.ones(1).double() if p is None else p.double()
        none, g = exact(x, t, W, P).expand(x.shape), gradient(x, t, W, P).expand(x.shape)
    cases.append(dict(name=name, op=op, shape=list(x.shape), input=flat(x), target=flat(t), weight=flat(w),
                      weight_shape=None if w is None else list(w.shape), pos_weight=flat(p),
                      pos_weight_shape=None if p is None else list(p.shape), none=flat(none), gradient=flat(g),
                      torch=flat(torch_none), **parameters))


for n, l in [(1, 1), (2, 3), (3, 8), (5, 13), (3, 33)]:
    for kind in ("hard", "soft"):
        t = torch.rand(n, l)
        t = (t < .3).float() if kind == "hard" else t
        x = torch.randn(n, l) * 5
        q = torch.sigmoid(torch.randn(n, l) * 3)
        weights = {"none": None, "scalar": torch.rand(1) + .5, "label": torch.rand(l) * 3, "element": torch.rand(n, l) * 2, "row": torch.rand(n, 1)}
        for wn, w in weights.items():
            name = f"{n}x{l} {kind} weight={wn}"
            d = lambda v: None if v is None else v.double()
            case("bce " + name, "bce", q, t, bce, bce_gradient, w, None, F.binary_cross_entropy(q.double(), t.double(), d(w), reduction="none"))
            p = torch.rand(l) * 5 + .1
            case("bce posWeight " + name, "bce", q, t, bce, bce_gradient, w, p)
            case("logits " + name, "logits", x, t, logits, logits_gradient, w, None, F.binary_cross_entropy_with_logits(x.double(), t.double(), d(w), reduction="none"))
            case("logits posWeight " + name, "logits", x, t, logits, logits_gradient, w, p, F.binary_cross_entropy_with_logits(x.double(), t.double(), d(w), reduction="none", pos_weight=d(p)))
        for alpha, gamma in ((.25, 2.), (-1., 2.), (.25, 0.), (.6, 1.5), (.25, 5.)):
            case(f"focal {n}x{l} {kind}", "focal", x, t, lambda a, b: focal(a, b, alpha, gamma), alpha=alpha, gamma=gamma)
        if kind == "hard":
            for gn, gp, clip in ((4., 1., .05), (4., 0., .05), (2., 2., 0.), (0., 0., 0.), (3.5, .5, .2)):
                case(f"asymmetric {n}x{l}", "asymmetric", x, t, lambda a, b: asymmetric(a, b, gn, gp, clip, 1e-8), gamma_negative=gn, gamma_positive=gp, clip=clip)
        rows = F.multilabel_soft_margin_loss(x.double(), t.double(), reduction="none")
        cases.append(dict(name=f"soft margin {n}x{l} {kind}", op="soft_margin", shape=[n, l], input=flat(x), target=flat(t), weight=None, rows=flat(rows)))
        w = weights["label"]
        rows = F.multilabel_soft_margin_loss(x.double(), t.double(), weight=w.double(), reduction="none")
        cases.append(dict(name=f"soft margin {n}x{l} {kind} weighted", op="soft_margin", shape=[n, l], input=flat(x), target=flat(t), weight=flat(w), rows=flat(rows)))

# The tails, where PyTorch has no digits left: exact only.
tails = torch.tensor([[0., -0., 1e-8, -1e-8, 1e-3, 15., -15., 16.7, -16.7, 30., -30., 60., -60., 87., -87.]])
for tv in (0., 1., .25):
    t = torch.full_like(tails, tv)
    case(f"logits tails target={tv}", "logits", tails, t, logits, logits_gradient)
    case(f"logits tails target={tv} posWeight", "logits", tails, t, logits, logits_gradient, None, torch.tensor([3.]))
ends = torch.tensor([[0., 1., 1e-45, 1e-38, 1e-30, 1e-10, 1e-7, .5, 1 - 6e-8, 1 - 1e-6, .25, .75, .999, 1e-3, .1]])
for tv in (0., 1., .25):
    case(f"bce ends target={tv}", "bce", ends, torch.full_like(ends, tv), bce, bce_gradient)

with gzip.GzipFile(out, "wb", mtime=0) as f:
    f.write(json.dumps(dict(made_with="PyTorch " + torch.__version__, seed=seed, cases=cases), separators=(",", ":")).encode())
print(len(cases), "cases")

#!/usr/bin/env python3
"""Trains a peer of the trainers on one set and prints one JSON object. usage: trainers_python.py SYSTEM TRAIN.txt TEST.txt

liblinear, lbfgs   scikit-learn's logistic regression, one model a label (needs python3-sklearn)
torch-adam         a dense nn.Linear trained by Adam on BCEWithLogitsLoss (needs python3-torch)

All minimise 0.5 * sum(w^2) + sum(cross-entropy over rows and labels). For the first two a constant feature stands for the bias and is
regularised like the rest. Labels of one class are left out of training and objective. One thread: set OMP_NUM_THREADS=1.
"""
import io
import json
import resource
import sys
import time
import warnings

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, label_ranking_average_precision_score

EPOCHS, BATCH, RATE = 30, 64, 0.01


def read(path, constant):
    with open(path, "rb") as file:
        rows, features, labels = map(int, file.readline().split())
        x, sets = load_svmlight_file(io.BytesIO(file.read()), n_features=features, multilabel=True, zero_based=True, dtype=np.float64)
    assert x.shape[0] == rows, (x.shape, rows)
    y = np.zeros((rows, labels))
    for row, members in enumerate(sets):
        y[row, [int(label) for label in members]] = 1
    return (sp.hstack([x, np.ones((rows, 1))]).tocsr() if constant else x), y


def cross_entropy(z, y):
    return np.logaddexp(0, z) - y * z


def per_label(solver, x, y, columns):
    weights = np.zeros((x.shape[1], y.shape[1]))
    start = time.perf_counter()
    for label in columns:
        model = LogisticRegression(solver=solver, C=1.0, tol=1e-4, max_iter=1000, fit_intercept=False)
        weights[:, label] = model.fit(x, y[:, label]).coef_[0]
    return weights, time.perf_counter() - start


def adam(x, y):
    import torch
    torch.set_num_threads(1)
    torch.manual_seed(1)
    inputs, targets = torch.tensor(x.toarray(), dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    layer = torch.nn.Linear(inputs.shape[1], targets.shape[1])
    loss = torch.nn.BCEWithLogitsLoss(reduction="sum")
    optimiser = torch.optim.Adam(
        [{"params": [layer.weight], "weight_decay": 1 / len(inputs)}, {"params": [layer.bias]}], lr=RATE)
    start = time.perf_counter()
    for _ in range(EPOCHS):
        order = torch.randperm(len(inputs))
        for first in range(0, len(order), BATCH):
            rows = order[first:first + BATCH]
            optimiser.zero_grad()
            (loss(layer(inputs[rows]), targets[rows]) / len(rows)).backward()
            optimiser.step()
    seconds = time.perf_counter() - start
    return layer.weight.detach().numpy().T.astype(float), layer.bias.detach().numpy().astype(float), seconds, torch.__version__


def main():
    warnings.filterwarnings("ignore")
    system, train, test = sys.argv[1:]
    x, y = read(train, system != "torch-adam")
    xt, yt = read(test, system != "torch-adam")
    both = [label for label in range(y.shape[1]) if 0 < y[:, label].sum() < len(y)]
    bias, version = np.zeros(y.shape[1]), f"scikit-learn {sklearn.__version__}"
    if system == "torch-adam":
        weights, bias, seconds, version = adam(x, y)
        version = f"PyTorch {version}"
    else:
        weights, seconds = per_label(system, x, y, both)
        bias[[label for label in range(y.shape[1]) if label not in both]] = -20
    z = np.asarray(x @ weights) + bias
    objective = .5 * (weights[:, both] ** 2).sum() + cross_entropy(z, y)[:, both].sum()
    start = time.perf_counter()
    zt = np.asarray(xt @ weights) + bias
    score = time.perf_counter() - start
    print(json.dumps(dict(
        system=system, version=version, threads=1, train_seconds=seconds, first_train_seconds=seconds, score_seconds=score,
        objective=objective, bce=cross_entropy(zt, yt).mean(), micro_f1=f1_score(yt, zt > 0, average="micro", zero_division=0),
        lrap=label_ranking_average_precision_score(yt, zt),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)))


main()

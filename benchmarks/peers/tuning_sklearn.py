"""Thresholds of the greatest F1 of each label, from scikit-learn's precision-recall curve: what its users write.
usage: tuning_sklearn.py FOLDER LABELS"""
import sys
import time

import numpy
from sklearn.metrics import precision_recall_curve

folder, labels = sys.argv[1], int(sys.argv[2])
scores = numpy.fromfile(f"{folder}/scores.f32", "<f4").reshape(-1, labels)
targets = numpy.fromfile(f"{folder}/targets.f32", "<f4").reshape(-1, labels)
start = time.perf_counter()
best = []
for label in range(labels):
    precision, recall, _ = precision_recall_curve(targets[:, label], scores[:, label])
    with numpy.errstate(invalid="ignore"):
        best.append(numpy.nanmax(2 * precision * recall / (precision + recall)))
print(f"sklearn macro-f1 seconds {time.perf_counter() - start:.2f} value {numpy.mean(best)!r}")

#!/usr/bin/env python3
"""Seconds and memory of scikit-learn's multi-label measures on one thread. usage: metrics_sklearn.py FOLDER LABELS   (needs python3-sklearn)

FOLDER holds scores.f32 and targets.f32, little-endian Singles row by row. Targets and predictions are turned to dense int8 first, untimed,
the form in which scikit-learn is fastest; precision, recall and F1 of one averaging come from one call. What scikit-learn lacks (cross-entropy
of an indicator matrix, one-error, precision and recall at k) NumPy computes, timed apart.
"""
import os
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import sklearn
from sklearn import metrics as M

warnings.filterwarnings("ignore")
folder, labels = sys.argv[1], int(sys.argv[2])


def status(name):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name))


scores = np.fromfile(f"{folder}/scores.f32", np.float32).reshape(-1, labels)
soft = np.fromfile(f"{folder}/targets.f32", np.float32).reshape(-1, labels)
targets = (soft > .5).astype(np.int8)
data = scores.nbytes + soft.nbytes
before = status("VmRSS")
result, parts = {}, {}
start = last = time.perf_counter()


def done(part):
    global last
    now = time.perf_counter()
    parts[part] = parts.get(part, 0) + now - last
    last = now


result["bce"] = float(np.mean(np.logaddexp(0, scores) - soft * scores, dtype=np.float64))
done("numpy")
predicted = (scores > 0).astype(np.int8)
result["hamming_loss"] = M.hamming_loss(targets, predicted)
result["subset_accuracy"] = M.accuracy_score(targets, predicted)
done("sets")
for average in ("micro", "macro", "weighted", "samples", None):
    values = M.precision_recall_fscore_support(targets, predicted, average=average, zero_division=0)
    if average:
        result[f"{average}_f1"] = float(values[2])
done("precision_recall_f1")
result["lrap"] = M.label_ranking_average_precision_score(targets, scores)
result["coverage_error"] = M.coverage_error(targets, scores)
result["ranking_loss"] = M.label_ranking_loss(targets, scores)
done("ranking")
order = np.argsort(-scores, axis=1, kind="stable")
support = np.maximum(targets.sum(1), 1)
result["one_error"] = float(np.mean(np.take_along_axis(targets, order[:, :1], 1) == 0))
for k in (1, 3, 5):
    hits = np.take_along_axis(targets, order[:, :k], 1).sum(1)
    result[f"precision_at_{k}"] = float(np.mean(hits / k))
    result[f"recall_at_{k}"] = float(np.mean(hits / support))
done("numpy")
for k in (1, 3, 5):
    result[f"ndcg_at_{k}"] = M.ndcg_score(targets, scores, k=k)
done("ndcg")
for average in ("macro", "micro"):
    result[f"{average}_roc_auc"] = M.roc_auc_score(targets, scores, average=average)
    result[f"{average}_average_precision"] = M.average_precision_score(targets, scores, average=average)
done("areas")
seconds = time.perf_counter() - start
print(f"sklearn-{sklearn.__version__} seconds {seconds:.3f} own {seconds - parts['numpy']:.3f} data_mb {data / 1e6:.1f} extra_mb {(status('VmHWM') - before) / 1e6:.1f} peak_mb {status('VmHWM') / 1e6:.1f}")
print("parts " + ", ".join(f"{part} {value:.2f} s" for part, value in parts.items()))
for key, value in result.items():
    print(f"sklearn {key} {value!r}")

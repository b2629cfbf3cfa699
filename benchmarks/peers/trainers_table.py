#!/usr/bin/env python3
"""Makes a table of the JSON lines of one set. usage: trainers_table.py SET < LINES"""
import json
import sys

runs = [json.loads(line) for line in sys.stdin if line.strip()]
base = runs[0]["train_seconds"]
base_score = runs[0]["score_seconds"]
print(f"\n{sys.argv[1]}\n\n| system | threads | training, s | x | first training, s | scoring, ms | x | objective | bce | micro-F1 | LRAP | peak memory, MB |")
print("|---|---|---|---|---|---|---|---|---|---|---|---|")
for run in runs:
    print(
        f"| {run['system']} ({run['version']}) | {run['threads']} | {run['train_seconds']:.3f} | {run['train_seconds'] / base:.1f}"
        f" | {run['first_train_seconds']:.3f} | {run['score_seconds'] * 1e3:.2f} | {run['score_seconds'] / base_score:.1f}"
        f" | {run['objective']:.2f} | {run['bce']:.4f} | {run['micro_f1']:.4f} | {run['lrap']:.4f} | {run['peak_mb']:.0f} |")
prints = {run["threads"]: run["weights"] for run in runs if run["system"] == "logistic-regression"}
if len(prints) > 1:
    print(f"\nlogistic-regression: {'the same bits' if len(set(prints.values())) == 1 else 'OTHER BITS'} with {' and '.join(map(str, prints))} threads")

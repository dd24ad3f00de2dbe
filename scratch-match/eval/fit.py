"""Fits the weights of src/matcher/weigh.rs on the tuning half: logistic, pulled to small weights, no weight above nought.

    venv/bin/python eval/fit.py eval/pairs-tune.tsv
"""
import csv, math, subprocess, sys

LAMBDA = 0.004

def fit(rows, n):
    w = [2.0] + [-1.0] * n
    grad_sq = [1e-6] * (n + 1)
    for step in range(6000):
        g = [0.0] * (n + 1)
        for x, y in rows:
            z = w[0] + sum(a * b for a, b in zip(w[1:], x))
            d = 1 / (1 + math.exp(-max(-30, min(30, z)))) - y
            g[0] += d
            for i, v in enumerate(x):
                if v: g[i + 1] += d * v
        for i in range(n + 1):
            gi = g[i] / len(rows) + (LAMBDA * w[i] if i else 0)
            grad_sq[i] = 0.99 * grad_sq[i] + 0.01 * gi * gi
            w[i] -= 0.02 * gi / math.sqrt(grad_sq[i] + 1e-8) * (0.1 if step > 3000 else 1)
            if i: w[i] = min(0.0, w[i])
    return w

rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
data = {"P": [], "N": []}
for extra in ([], ["none"]):
    out = subprocess.run(["target/release/examples/pairs", sys.argv[1], *extra], capture_output=True, text=True, check=True).stdout.splitlines()
    for row, line in zip(rows, out):
        cells = line.split("\t")
        x = [float(v) for v in cells[2].split(",")]
        if "same name" == cells[3] and not any(x): continue
        if extra and cells[1] == ("P" if row["class"] == "person" else "N"): continue
        if extra: continue
        data[cells[1]].append((x, int(row["same"])))
for kind, d in data.items():
    print(kind, len(d), [round(v, 1) for v in fit(d, 10)])

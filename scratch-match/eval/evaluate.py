"""F1 of our matcher (as the example `pairs` prints it) and of rapidfuzz's scorers at their best threshold, on the same pairs.

    venv/bin/python eval/evaluate.py eval/pairs-heldout.tsv
"""
import csv, subprocess, sys
from rapidfuzz import fuzz, distance, utils

def f1_at(scores, truth, t):
    tp = sum(s >= t and y for s, y in zip(scores, truth))
    fp = sum(s >= t and not y for s, y in zip(scores, truth))
    fn = sum(s < t and y for s, y in zip(scores, truth))
    return (2 * tp / (2 * tp + fp + fn) if tp else 0.0), tp, fp, fn

def best(scores, truth):
    return max((f1_at(scores, truth, t)[0], t) for t in sorted(set(scores)))

def main():
    path = sys.argv[1]
    rows = list(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    truth = [r["same"] == "1" for r in rows]
    print(f"{path}: {len(rows)} pairs, {sum(truth)} the same")
    scorers = {n: getattr(fuzz, n) for n in ["ratio", "partial_ratio", "token_sort_ratio", "token_set_ratio", "partial_token_sort_ratio", "partial_token_set_ratio", "token_ratio", "WRatio", "QRatio"]}
    scorers["JaroWinkler"] = lambda a, b: 100 * distance.JaroWinkler.normalized_similarity(a, b)
    scorers["DamerauLevenshtein"] = lambda a, b: 100 * distance.DamerauLevenshtein.normalized_similarity(a, b)
    for n, f in scorers.items():
        s = [f(utils.default_process(r["a"]), utils.default_process(r["b"])) for r in rows]
        value, t = best(s, truth)
        print(f"  rapidfuzz {n:26} F1 {value:.3f} at {t:.1f}")
    try:
        out = subprocess.run(["target/release/examples/pairs", path], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        return
    scores, why = [], []
    for line in out.splitlines():
        cells = line.split("\t")
        scores.append(float(cells[0])); why.append(cells[1:])
    assert len(scores) == len(rows)
    value, tp, fp, fn = f1_at(scores, truth, 0.5)
    print(f"  ours, threshold 0.5: F1 {value:.3f}, precision {tp/(tp+fp):.3f}, recall {tp/(tp+fn):.3f}; best F1 {best(scores, truth)}")
    for kind in ("person", "org", "programme"):
        sub = [(s, y) for s, y, r in zip(scores, truth, rows) if r["class"] == kind]
        if sub: print(f"    {kind:10} F1 {f1_at(*zip(*sub), 0.5)[0]:.3f} of {len(sub)}")
    print("  calibration:", "; ".join(f"{lo/5:.1f}-{lo/5+.2:.1f}: {sum(y for s,y in b)}/{len(b)}" for lo in range(5) if (b := [(s, y) for s, y in zip(scores, truth) if lo/5 <= s < lo/5 + .2 or (lo == 4 and s == 1)])))
    if "-v" in sys.argv:
        for s, y, r, w in sorted(zip(scores, truth, rows, why), key=lambda x: x[0]):
            if (s >= 0.5) != y:
                print(f"    {'FN' if y else 'FP'} {s:.2f} {r['class']:9} {r['a']} | {r['b']}   [{' '.join(w)}]")
main()

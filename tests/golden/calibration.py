#!/usr/bin/env python3
"""Golden answers of probability calibration, from scikit-learn 1.2.1.

usage: calibration.py calibration.json.gz          (needs Debian's python3-sklearn, python3-numpy and python3-mpmath)

Platt: slope and offset of scikit-learn's _SigmoidCalibration, whose search stops at a gradient of 1e-5, and the same problem solved to
the end in 40 digits (mpmath), with which it agrees so far. Isotonic: IsotonicRegression(out_of_bounds="clip"), its corners, and its answers
at new scores. Scores are single precision; targets are 0 or 1 for Platt, soft ones are rows of both classes with the fraction as weight.
"""
import gzip, json, sys, warnings
import numpy as np
import mpmath as mp
import sklearn
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

warnings.filterwarnings("ignore")
assert sklearn.__version__.startswith("1.2"), sklearn.__version__
mp.mp.dps = 40


def exact_platt(s, t, w, a, b):
    """Newton's method on the problem of Lin, Lin and Weng (2007), from a start near the answer, until it stands still."""
    prior1, prior0 = mp.mpf(float(w[t > 0].sum())), mp.mpf(float(w[t <= 0].sum()))
    high, low = (prior1 + 1) / (prior1 + 2), 1 / (prior0 + 2)
    s, w, target = [mp.mpf(float(x)) for x in s], [mp.mpf(float(x)) for x in w], [high if x > 0 else low for x in t]
    a, b = mp.mpf(a), mp.mpf(b)
    for _ in range(60):
        ga = gb = haa = hab = hbb = mp.mpf(0)
        for x, v, y in zip(s, w, target):
            p = 1 / (1 + mp.exp(a * x + b))
            ga += v * (y - p) * x; gb += v * (y - p)
            c = v * p * (1 - p); haa += c * x * x; hab += c * x; hbb += c
        det = haa * hbb - hab * hab
        da, db = (hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det
        a, b = a - da, b - db
        if abs(da) < mp.mpf(10) ** -30 * (1 + abs(a)) and abs(db) < mp.mpf(10) ** -30 * (1 + abs(b)):
            return float(a), float(b)
    raise SystemExit("Newton did not stand still")


def case(name, rng, n, slope=1.5, shift=-.5, ties=None, weighted=False, soft=False, scale=1., change=None, platt=True):
    s = rng.standard_normal(n) * 2
    t = (rng.random(n) < 1 / (1 + np.exp(-(slope * s + shift)))).astype(float)
    s = s * scale
    if ties:
        s = np.round(s * ties) / ties
    if soft:
        t = np.round(.8 * t + .2 * rng.random(n), 3)
    w = np.round(rng.random(n) * 3, 3) * (rng.random(n) < .9) if weighted else np.ones(n)
    if change:
        s, t, w = change(s, t, w)
    s, t, w = (x.astype(np.float32).astype(float) for x in (s, t, w))
    ask = np.concatenate([s, rng.standard_normal(40) * 3 * scale, [s.min() - scale, s.max() + scale, s.min(), s.max()]]).astype(np.float32).astype(float)
    out = dict(name=name, scores=s.tolist(), targets=t.tolist(), weights=w.tolist() if weighted or change else [], asked=ask.tolist())

    iso = IsotonicRegression(out_of_bounds="clip").fit(s, t, sample_weight=w)
    out["isotonic"] = iso.predict(ask).tolist()
    out["corner_scores"], out["corner_probabilities"] = iso.X_thresholds_.tolist(), iso.y_thresholds_.tolist()

    if platt:
        # A soft target as its two parts; scikit-learn itself knows hard ones only.
        ps, pt, pw = np.concatenate([s, s]), np.repeat([1., 0.], n), np.concatenate([w * t, w * (1 - t)])
        ps, pt, pw = ps[pw > 0], pt[pw > 0], pw[pw > 0]
        if not soft and not weighted:
            fit = _SigmoidCalibration().fit(s, t)
        else:
            fit = _SigmoidCalibration().fit(ps, pt, pw)
        out["sklearn_platt"] = [float(fit.a_), float(fit.b_)]
        out["sklearn_platt_probabilities"] = fit.predict(ask).tolist()
        if len(set(ps)) > 1 and len(set(pt)) > 1:
            a, b = exact_platt(ps, pt, pw, fit.a_, fit.b_)
            out["platt"] = [a, b]
            assert np.abs(1 / (1 + np.exp(a * s + b)) - fit.predict(s)).max() < 1e-3, (name, a, b, out["sklearn_platt"])
    return out


def one_positive(s, t, w):
    t[:] = 0; t[np.argmax(s)] = 1
    return s, t, w


def no_positive(s, t, w):
    t[:] = 0
    return s, t, w


def all_positive(s, t, w):
    t[:] = 1
    return s, t, w


def separated(s, t, w):
    return s, (s > .2).astype(float), w


def reversed_(s, t, w):
    return -s, t, w


def one_score(s, t, w):
    s[:] = 1.25; t[:] = np.arange(len(t)) % 4 == 0
    return s, t, w


def two_rows(s, t, w):
    return np.array([-1., 2.]), np.array([0., 1.]), np.ones(2)


def falling(s, t, w):
    return np.arange(6.), np.array([1., 1., 0., 1., 0., 0.]), np.ones(6)


rng = np.random.default_rng(20263)
cases = [
    case("random", rng, 200), case("few rows", rng, 12), case("well calibrated", rng, 300, slope=1, shift=0), case("rare", rng, 300, shift=-5),
    case("tied", rng, 150, ties=2), case("heavily tied", rng, 100, ties=.5), case("large scores", rng, 150, scale=100.), case("small scores", rng, 150, scale=.001),
    case("weighted", rng, 150, weighted=True), case("weighted tied", rng, 150, weighted=True, ties=2),
    case("soft", rng, 120, soft=True), case("soft weighted tied", rng, 120, soft=True, weighted=True, ties=2),
    case("one positive", rng, 40, change=one_positive), case("no positive", rng, 30, change=no_positive), case("all positive", rng, 30, change=all_positive),
    case("separated", rng, 60, change=separated), case("reversed", rng, 80, change=reversed_), case("one score", rng, 20, change=one_score),
    case("two rows", rng, 2, change=two_rows), case("falling", rng, 6, change=falling),
]
with open(sys.argv[1], "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
    out.write(json.dumps(dict(made_with=f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", cases=cases)).encode())
print(len(cases), "cases;", {c["name"]: (c.get("platt"), c["sklearn_platt"]) for c in cases})

#!/usr/bin/env python3
"""Golden answers of the multi-label measures, from scikit-learn 1.2.1 where it has the measure.

usage: metrics.py metrics.json.gz          (needs Debian's python3-sklearn and python3-numpy)

Where scikit-learn has none, the formula of the named source is written out below: precision and recall at k (a stable sort, as MULAN),
one-error, is-error and error-set size (MULAN), propensity-scored measures (pyxclib, after Jain et al., 2016), calibration error
(Guo et al., 2017; 15 bins, closed on the left), specificity and negative predictive value, geometric mean (Kubat and Matwin, 1997),
imbalance ratios (Charte et al., 2015). Missing targets are left out: measures of a label see the rows that have a target for it, measures
of a row the labels that have one.
"""
import gzip, json, sys, warnings
import numpy as np
import sklearn
from sklearn import metrics as M
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
assert sklearn.__version__.startswith("1.2"), sklearn.__version__
TOP = (1, 3, 5)


def finite(value):
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [finite(v) for v in value]
    value = float(value)
    return value if np.isfinite(value) else ("NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity")


def row_measures(t, soft, s, inverse):
    """Measures of one row over its present labels; t is 0/1."""
    r, n, out = int(t.sum()), len(t), {}
    t2, s2 = t[None, :], s[None, :]
    out["lrap"] = M.label_ranking_average_precision_score(t2, s2) if n > 1 else 1.0
    out["coverage_error"] = M.coverage_error(t2, s2) if n > 1 else float(r)
    out["ranking_loss"] = M.label_ranking_loss(t2, s2) if n > 1 else 0.0
    out["samples_average_precision"] = M.average_precision_score(t, s) if r else 0.0
    pairs = sum(1 for i in range(n) for j in range(n) if t[i] and not t[j] and s[j] >= s[i])
    out["error_set_size"], out["is_error"] = pairs, float(pairs > 0)
    order = np.argsort(-s, kind="stable")
    out["one_error"] = 1.0 - t[order[0]]
    for k in TOP:
        hits = t[order[:k]].sum()
        out[f"precision_at_{k}"], out[f"recall_at_{k}"] = hits / k, hits / r if r else 0.0
        out[f"ndcg_at_{k}"] = M.ndcg_score(soft[None, :], s2, k=k) if n > 1 else float(soft[0] > 0)
        discount = 1 / np.log2(np.arange(min(k, n)) + 2)
        gains, best = (inverse * t)[order[:k]], np.sort(inverse * t)[::-1][:k]
        possible = discount[:r].sum() if r else 1.0
        out[f"psp_{k}"], out[f"psp_best_{k}"] = gains.sum() / k, best.sum() / k
        out[f"psndcg_{k}"], out[f"psndcg_best_{k}"] = (gains * discount).sum() / possible, (best * discount).sum() / possible
    return out


def ece(p, t, w, bins=15):
    b = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for i in range(bins):
        m = b == i
        if w[m].sum() > 0:
            total += abs((w[m] * p[m]).sum() - (w[m] * t[m]).sum())
    return total / w.sum()


def bce(s, t):
    return np.logaddexp(0, s) - t * s if np.isfinite(s).all() else np.array([
        (1 - a) * np.logaddexp(0, x) + a * np.logaddexp(0, -x) if 0 < a < 1 else np.logaddexp(0, (1 - 2 * a) * x) for x, a in zip(s, t)])


def answers(S, P, B, T, W, inverse, zero):
    """All measures. P are probabilities, B predictions, T targets with NaN where missing."""
    H, out = (T > .5).astype(int), {}
    N, L = T.shape
    present = ~np.isnan(T)
    complete = present.all()
    flat = lambda A: A[present]
    w = np.repeat(W[:, None], L, 1)
    fw, ft, fs, fp, fb, fh = flat(w), flat(T), flat(S), flat(P), flat(B), flat(H)
    out["bce"] = np.average(bce(fs, ft), weights=fw)
    out["brier_score"] = np.average((fp - ft) ** 2, weights=fw)
    out["ece"] = ece(fp, ft, fw)
    out["log_loss_base2"] = out["bce"] / np.log(2)
    out["hamming_loss"] = np.average(fb != fh, weights=fw)

    labels = []
    for l in range(L):
        m = present[:, l]
        h, b, s, p, t, v = H[m, l], B[m, l], S[m, l], P[m, l], T[m, l], W[m]
        both = 0 < h.sum() < len(h)
        kw = dict(sample_weight=v)
        tn, fp_, fn, tp = M.confusion_matrix(h, b, labels=[0, 1], **kw).ravel()
        ratio = lambda a, c: a / c if c else float(zero)
        row = dict(
            support=(v * h).sum(),
            precision=M.precision_score(h, b, zero_division=zero, **kw), recall=M.recall_score(h, b, zero_division=zero, **kw),
            f1=M.f1_score(h, b, zero_division=zero, **kw), jaccard=M.jaccard_score(h, b, zero_division=zero, **kw),
            f2=M.fbeta_score(h, b, beta=2, zero_division=zero, **kw),
            specificity=ratio(tn, tn + fp_), npv=ratio(tn, tn + fn),
            gmean=np.sqrt(tp / (tp + fn) * (tn / (tn + fp_))) if both else np.nan,
            balanced_accuracy=M.balanced_accuracy_score(h, b, **kw), mcc=M.matthews_corrcoef(h, b, **kw),
            kappa=M.cohen_kappa_score(h, b, labels=[0, 1], **kw),
            roc_auc=M.roc_auc_score(h, s, **kw) if both else np.nan,
            average_precision=M.average_precision_score(h, s, **kw),
            bce=np.average(bce(s, t), weights=v), brier_score=np.average((p - t) ** 2, weights=v), ece=ece(p, t, v))
        if set(np.unique(t)) <= {0, 1} and np.abs(s).max() < 20 and np.allclose(p, 1 / (1 + np.exp(-s)), atol=1e-12):
            assert abs(row["bce"] - M.log_loss(h, p, labels=[0, 1], **kw)) < 1e-9
            assert abs(row["brier_score"] - M.brier_score_loss(h, p, pos_label=1, **kw)) < 1e-12
        labels.append(row)
    column = lambda key: np.array([row[key] for row in labels])
    support, both = column("support"), ~np.isnan(column("roc_auc"))

    for key in ("precision", "recall", "f1", "jaccard"):
        out[f"macro_{key}"] = column(key).mean()
        f = {"precision": M.precision_score, "recall": M.recall_score, "f1": M.f1_score, "jaccard": M.jaccard_score}[key]
        out[f"micro_{key}"] = f(fh, fb, sample_weight=fw, zero_division=zero)
        out[f"weighted_{key}"] = np.average(column(key), weights=support) if support.sum() else np.nan
        rows = [f(H[i][present[i]], B[i][present[i]], zero_division=zero) for i in range(N) if present[i].any()]
        out[f"samples_{key}"] = np.average(rows, weights=W[present.any(1)])
        if complete:
            for average in ("macro", "micro", "weighted", "samples"):
                theirs = f(H, B, average=average, zero_division=zero, sample_weight=W)
                if average == "weighted" and not support.sum():
                    out[f"weighted_{key}"] = theirs
                assert abs(theirs - out[f"{average}_{key}"]) < 1e-12, (key, average)
    for beta in (0.5, 2.0):
        for average in ("micro", "macro", "weighted", "samples"):
            name = f"{average}_f{beta:g}"
            if complete:
                out[name] = M.fbeta_score(H, B, beta=beta, average=average, zero_division=zero, sample_weight=W)
    matrix = M.confusion_matrix(fh, fb, labels=[0, 1], sample_weight=fw)
    tn, fp_, fn, tp = matrix.ravel()
    ratio = lambda a, c: a / c if c else float(zero)
    out["micro_specificity"], out["macro_specificity"] = ratio(tn, tn + fp_), column("specificity").mean()
    out["micro_npv"], out["macro_npv"] = ratio(tn, tn + fn), column("npv").mean()
    for key, micro, of in (("specificity", out["micro_specificity"], lambda h, b: ((h == 0) & (b == 0), h == 0)),
                           ("npv", out["micro_npv"], lambda h, b: ((h == 0) & (b == 0), b == 0))):
        out[f"weighted_{key}"] = np.average(column(key), weights=support) if support.sum() else micro
        parts = [of(H[i][present[i]], B[i][present[i]]) for i in range(N) if present[i].any()]
        out[f"samples_{key}"] = np.average([ratio(a.sum(), c.sum()) for a, c in parts], weights=W[present.any(1)])
    out["micro_balanced_accuracy"] = M.balanced_accuracy_score(fh, fb, sample_weight=fw)
    out["micro_gmean"] = np.sqrt(tp / (tp + fn) * (tn / (tn + fp_))) if len(set(fh)) == 2 else np.nan
    out["macro_gmean"] = np.nanmean(column("gmean")) if both.any() else np.nan
    out["macro_balanced_accuracy"] = column("balanced_accuracy").mean()
    out["micro_mcc"], out["macro_mcc"] = M.matthews_corrcoef(fh, fb, sample_weight=fw), column("mcc").mean()
    out["micro_kappa"], out["macro_kappa"] = M.cohen_kappa_score(fh, fb, labels=[0, 1], sample_weight=fw), np.nanmean(column("kappa"))
    out["macro_ece"] = np.mean(column("ece"))
    mean = lambda values, weights=None: np.average(values, weights=weights) if len(values) and (weights is None or weights.sum()) else np.nan
    out["macro_roc_auc"], out["weighted_roc_auc"] = mean(column("roc_auc")[both]), mean(column("roc_auc")[both], support[both])
    ap = column("average_precision")
    out["macro_average_precision"], out["weighted_average_precision"] = mean(ap[both]), mean(ap[both], support[both])
    out["micro_roc_auc"] = M.roc_auc_score(fh, fs, sample_weight=fw) if len(set(fh)) == 2 else np.nan
    out["micro_average_precision"] = M.average_precision_score(fh, fs, sample_weight=fw)
    exact = [(H[i][present[i]] == B[i][present[i]]).all() for i in range(N) if present[i].any()]
    out["subset_accuracy"] = np.average(exact, weights=W[present.any(1)])

    rows, weights, aucs, auc_weights = [], [], [], []
    for i in range(N):
        m = present[i]
        if not m.any():
            continue
        rows.append(row_measures(H[i][m], T[i][m], S[i][m], inverse[m])); weights.append(W[i])
        if 0 < H[i][m].sum() < m.sum():
            aucs.append(M.roc_auc_score(H[i][m], S[i][m])); auc_weights.append(W[i])
    average = {key: np.average([row[key] for row in rows], weights=weights) for key in rows[0]}
    for k in TOP:
        out[f"psp_at_{k}"] = average[f"psp_{k}"] / average[f"psp_best_{k}"] if average[f"psp_best_{k}"] else np.nan
        out[f"psndcg_at_{k}"] = average[f"psndcg_{k}"] / average[f"psndcg_best_{k}"] if average[f"psndcg_best_{k}"] else np.nan
    out.update({key: value for key, value in average.items() if not key.startswith("ps")})
    out["samples_roc_auc"] = np.average(aucs, weights=auc_weights) if aucs else np.nan
    if complete:
        kw = dict(sample_weight=W)
        assert abs(out["hamming_loss"] - M.hamming_loss(H, B, **kw)) < 1e-12
        assert abs(out["subset_accuracy"] - M.accuracy_score(H, B, **kw)) < 1e-12
        assert abs(out["lrap"] - M.label_ranking_average_precision_score(H, S, **kw)) < 1e-12
        assert abs(out["coverage_error"] - M.coverage_error(H, S, **kw)) < 1e-12
        assert abs(out["ranking_loss"] - M.label_ranking_loss(H, S, **kw)) < 1e-12
        assert abs(out["samples_average_precision"] - M.average_precision_score(H, S, average="samples", **kw)) < 1e-12
        for k in TOP:
            assert abs(out[f"ndcg_at_{k}"] - M.ndcg_score(T, S, k=k, **kw)) < 1e-12
        if both.all():
            for average in ("macro", "micro", "weighted"):
                assert abs(out[f"{average}_roc_auc"] - M.roc_auc_score(H, S, average=average, **kw)) < 1e-12
                assert abs(out[f"{average}_average_precision"] - M.average_precision_score(H, S, average=average, **kw)) < 1e-12
    return out, labels


def weighted_curves(h, s, w):
    """Every point, as weights leave no exact answer to which of them lie on one line."""
    fpr, tpr, threshold = M.roc_curve(h, s, sample_weight=w, drop_intermediate=False)
    precision, recall, thresholds = M.precision_recall_curve(h, s, sample_weight=w)
    return dict(fpr=fpr, tpr=tpr, roc_thresholds=threshold[1:], precision=precision[::-1], recall=recall[::-1], pr_thresholds=thresholds[::-1])


def reliability(h, p):
    """Mean target and mean probability of the bins that hold rows; no probability may lie on the edge of two."""
    edges = np.arange(1, 15) / 15
    assert not np.isin(p, edges).any()
    rate, mean = calibration_curve(h, p, n_bins=15, strategy="uniform")
    return dict(positive_rate=rate, mean_probability=mean)


def statistics(H, present, W):
    """Cardinality and density (Tsoumakas et al., 2010), imbalance ratios (Charte et al., 2015), distinct sets of labels."""
    rows = present.any(1)
    support = (W[:, None] * H * present).sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = support.max() / support
    finite_ratios = ratios[np.isfinite(ratios)]
    return dict(
        cardinality=np.average((H * present)[rows].sum(1), weights=W[rows]),
        density=support.sum() / (W[:, None] * present).sum(),
        label_sets=len({tuple(row) for row in (H * present)[rows]}),
        labels_without_positives=int((support == 0).sum()),
        mean_imbalance=finite_ratios.mean() if len(finite_ratios) else np.nan,
        imbalance_variation=np.std(finite_ratios, ddof=1) / finite_ratios.mean() if len(finite_ratios) > 1 else np.nan,
        imbalance=ratios)


def curves(h, s):
    fpr, tpr, threshold = M.roc_curve(h, s, drop_intermediate=False)
    # Points inside a straight piece say nothing: keep those where the direction changes (scikit-learn itself drops fewer).
    x, y = np.round(np.nan_to_num(fpr) * (h == 0).sum()).astype(int), np.round(np.nan_to_num(tpr) * h.sum()).astype(int)
    if 0 < h.sum() < len(h):
        keep = [i == 0 or i == len(x) - 1 or (x[i] - x[i - 1]) * (y[i + 1] - y[i]) != (x[i + 1] - x[i]) * (y[i] - y[i - 1]) for i in range(len(x))]
    else:
        keep = [i in (0, len(x) - 1) for i in range(len(x))]
    assert np.isnan(fpr).any() or np.isnan(tpr).any() or abs(M.auc(fpr, tpr) - M.auc(fpr[keep], tpr[keep])) < 1e-12
    fpr, tpr, threshold = fpr[keep], tpr[keep], threshold[keep]
    precision, recall, thresholds = M.precision_recall_curve(h, s)
    # Ours runs by falling threshold, and starts at infinity.
    return dict(fpr=fpr, tpr=tpr, roc_thresholds=threshold[1:], precision=precision[::-1], recall=recall[::-1], pr_thresholds=thresholds[::-1])


def case(name, rng, N, L, density=.3, ties=None, soft=False, missing=0., weighted=False, probabilities="sigmoid", change=None, zero=0, scale=2.):
    H = (rng.random((N, L)) < density).astype(float)
    S = scale * (rng.standard_normal((N, L)) + 1.5 * H - 1)
    if ties:
        S = np.round(S * ties) / ties
    T = np.clip(np.round(H * .7 + .3 * rng.random((N, L)), 3), 0, 1) if soft else H.copy()
    if change:
        change(S, T)
    if missing:
        T[rng.random((N, L)) < missing] = np.nan
    S, T = S.astype(np.float32).astype(float), T.astype(np.float32).astype(float)
    W = np.round(rng.random(N) * 3, 3).astype(np.float32).astype(float) + .125 if weighted else np.ones(N)
    W = W.astype(np.float32).astype(float)
    P = 1 / (1 + np.exp(-S))
    given = None
    if probabilities == "given":
        # Not the sigmoid of the scores: the cross-entropy then comes from the probabilities.
        P = np.clip(.8 * P + .07, 0, 1).astype(np.float32).astype(float); given = P
    B = (S > 0).astype(int)
    inverse = np.round(1 + 4 * rng.random(L), 4)
    out, labels = answers(S, P, B, T, W, inverse, zero)
    if given is not None:
        cross = -(T * np.maximum(np.log(P), -100) + (1 - T) * np.maximum(np.log1p(-P), -100))
        m = ~np.isnan(T); w = np.repeat(W[:, None], L, 1)
        out["bce"] = np.average(cross[m], weights=w[m]); out["log_loss_base2"] = out["bce"] / np.log(2)
        for l in range(L):
            labels[l]["bce"] = np.average(cross[m[:, l], l], weights=W[m[:, l]])
    result = dict(name=name, rows=N, labels=L, zero_division=zero, scores=S.ravel(), targets=T.ravel(), weights=W if weighted else [],
                  probabilities=given.ravel() if given is not None else [], inverse_propensities=inverse)
    result = finite({k: v for k, v in result.items() if k != "name"}) | dict(name=name, values=finite(out), per_label=[finite(row) for row in labels])
    present, hard = ~np.isnan(T), (T > .5).astype(int)
    result["statistics"] = finite(statistics(hard, present, W))
    result["weighted_curves"] = [finite(weighted_curves(hard[present[:, l], l], S[present[:, l], l], W[present[:, l]])) for l in range(min(L, 3))] \
        if missing or weighted else []
    if not weighted and not soft:
        result["reliability"] = [finite(reliability(hard[present[:, l], l], P[present[:, l], l])) for l in range(min(L, 3))]
    if not missing:
        # scikit-learn's own means, in which labels of one class count.
        for average in ("macro", "weighted"):
            result[f"{average}_average_precision_of_all"] = finite(M.average_precision_score(hard, S, average=average, sample_weight=W))
    if not missing and not weighted:
        result["curves"] = [finite(curves((T[:, l] > .5).astype(int), S[:, l])) for l in range(min(L, 3))]
    return result


def degenerate(S, T):
    T[:, 0] = 0; T[:, 1] = 1; T[0] = 0; T[1] = 1; T[1, 0] = 0
    S[:, 0] = -3; S[2] = -1; S[:, 2] = -np.abs(S[:, 2])


def empty_labels(S, T):
    T[:] = 0; T[0, 0] = 1; S[:] = -np.abs(S)


def nothing(S, T):
    T[:] = 0; S[:, :2] = 1.5


def extremes(S, T):
    S[0] = 90; S[1] = -90; S[2, 0] = 17; S[2, 1] = -17; T[2, 0] = 0; T[2, 1] = 1


rng = np.random.default_rng(20262)
cases = [
    case("random", rng, 40, 6), case("random wide", rng, 12, 40, density=.1), case("random narrow", rng, 60, 2),
    case("tied", rng, 40, 6, ties=1), case("heavily tied", rng, 30, 8, ties=.25), case("constant scores", rng, 20, 5, scale=0),
    case("degenerate", rng, 20, 5, change=degenerate), case("one positive cell", rng, 8, 4, change=empty_labels),
    case("no positive cell", rng, 8, 4, change=nothing),
    case("degenerate, zero division 1", rng, 20, 5, change=degenerate, zero=1), case("no positive cell, zero division 1", rng, 8, 4, change=nothing, zero=1),
    case("one positive cell, zero division 1", rng, 8, 4, change=empty_labels, zero=1),
    case("soft", rng, 40, 6, soft=True), case("soft tied", rng, 30, 7, soft=True, ties=1), case("soft, probabilities given", rng, 30, 5, soft=True, probabilities="given"),
    case("probabilities given", rng, 40, 6, probabilities="given"), case("extreme scores", rng, 20, 5, change=extremes),
    case("weighted", rng, 40, 6, weighted=True), case("weighted tied", rng, 40, 5, weighted=True, ties=1), case("weighted soft", rng, 30, 5, weighted=True, soft=True),
    case("missing", rng, 40, 7, missing=.25), case("missing weighted tied", rng, 40, 7, missing=.4, weighted=True, ties=1),
    case("mostly missing", rng, 30, 5, missing=.75), case("one row", rng, 1, 6, change=lambda S, T: T.__setitem__((0, slice(None)), [1, 0, 1, 0, 0, 1])),
]
with open(sys.argv[1], "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
    out.write(json.dumps(dict(made_with=f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", cases=cases)).encode())
print(len(cases), "cases")

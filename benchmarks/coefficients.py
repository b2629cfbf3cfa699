"""Fits the polynomials of src/MLNetLoss/Numerics/Elementary.*.cs and, "short", ShortElementary.cs. usage: coefficients.py   (needs mpmath)

Each polynomial interpolates its function at Chebyshev nodes, which is within a small factor of the best
polynomial of that degree; printed beside the coefficients is the largest error relative to the function
that it serves, before any rounding of arithmetic.
"""
from mpmath import mp, mpf, cos, pi, exp, log, matrix, lu_solve, fabs, expm1, log1p, atanh, sqrt

mp.dps = 60


def fit(function, low, high, degree):
    nodes = [(low + high) / 2 + (high - low) / 2 * cos((2 * i + 1) * pi / (2 * degree + 2)) for i in range(degree + 1)]
    system = matrix(degree + 1, degree + 1)
    values = matrix(degree + 1, 1)
    for i, x in enumerate(nodes):
        values[i] = function(x)
        for j in range(degree + 1):
            system[i, j] = x ** j
    return list(lu_solve(system, values))


def show(name, coefficients, error):
    print(f"{name}: largest relative error {mp.nstr(error, 3)}")
    for c in coefficients:
        print("    ", repr(float(c)))


def largest(error, low, high, steps=4000):
    return max(fabs(error(low + (high - low) * i / steps)) for i in range(steps + 1) if low + (high - low) * i / steps != 0)


half = log(mpf(2)) / 2
for kind, degree in (("exp double", 9), ("exp short", 8), ("exp float", 5)):
    # exp(r) = 1 + r + r^2 q(r) on |r| <= ln(2)/2
    q = fit(lambda r: (expm1(r) - r) / r ** 2 if fabs(r) > mpf(10) ** -15 else mpf(1) / 2 + r / 6, -half, half, degree)
    value = lambda r: 1 + r + r ** 2 * sum(c * r ** j for j, c in enumerate(q))
    show(kind, q, largest(lambda r: value(r) / exp(r) - 1, -half, half))

# log(1 + f) = 2 atanh(s), s = f / (2 + f); = f - f^2/2 + s (f^2/2 + z q(z)), z = s^2
end = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2
for kind, end, terms in (("log double", end, 7), ("log short", end, 6), ("log float", end, 3), ("log1p short", mpf(1) / 9, 8)):
    q = fit(lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z if z > mpf(10) ** -30 else mpf(2) / 3, mpf(0), end, terms - 1)
    def value(s): return 2 * s + s * s * s * sum(c * s ** (2 * j) for j, c in enumerate(q))
    show(kind, q, largest(lambda s: value(s) / (2 * atanh(s)) - 1, -sqrt(end), sqrt(end)))

ln2 = log(mpf(2))
import struct
for bits, name in ((24, "float"), (53, "double")):
    high = mpf(int(ln2 * mpf(2) ** bits + mpf(1) / 2)) / mpf(2) ** bits
    print("ln2", name, mp.nstr(high, 25), repr(float(ln2 - high)), "log2e", repr(float(1 / ln2)))
# high part with trailing zeros so that k * high is exact
high = mpf(int(ln2 * mpf(2) ** 33)) / mpf(2) ** 33
print("ln2 split double (33 bits)", repr(float(high)), repr(float(ln2 - high)))
high = mpf(int(ln2 * mpf(2) ** 12)) / mpf(2) ** 12
print("ln2 split float (12 bits)", repr(float(high)), repr(float(ln2 - high)))
print("exp(-100)", repr(float(exp(mpf(-100)))))
# 2^r = (even + r odd) / (even - r odd) on |r| <= 1/2, as tanh(r ln2 / 2) = r odd / even, both polynomials in z = r^2
for odd_count in (2, 3):
    even_count = 2
    count = odd_count + even_count
    system, values = matrix(count, count), matrix(count, 1)
    for i in range(count):
        r = cos((2 * i + 1) * pi / (4 * count + 2)) / 2
        tangent = mp.tanh(r * ln2 / 2)
        for k in range(odd_count):
            system[i, k] = r ** (2 * k + 1)
        for k in range(1, even_count + 1):
            system[i, odd_count + k - 1] = -tangent * r ** (2 * k)
        values[i] = tangent
    c = list(lu_solve(system, values))

    def value(r):
        odd = r * sum(c[k] * r ** (2 * k) for k in range(odd_count))
        even = 1 + sum(c[odd_count + k] * r ** (2 * k + 2) for k in range(even_count))
        return (even + odd) / (even - odd)

    show("exp2 as a fraction", c, largest(lambda r: value(r) / mpf(2) ** r - 1, -mpf(1) / 2, mpf(1) / 2))

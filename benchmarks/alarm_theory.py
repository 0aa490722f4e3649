"""How often a run rule is met by chance, in theory: with limits that are known, and with estimated ones.

The newest of independent normal points is judged; the points of the rules' windows come after
the baseline. With known limits each point falls into the zones of the chart (Western Electric)
independently, so the chance of each rule is a sum over the zones of the points before.

Limits from a baseline of m points are themselves uncertain. Their centre is the mean, normal with
variance 1/m. Their sigma is the mean moving range over d2 = 2/sqrt(pi); its variance follows from
E|UV| of two normal numbers with correlation -1/2, and is (0.8264 m - 1.082)/(m - 1)^2, as in
Cryer and Ryan, The estimation of sigma for an X chart, Journal of Quality Technology 22 (1990).
Its distribution is taken as that of a multiple of chi with the same mean and variance (Patnaik 1950),
which is good from about 60 points on; with 20 the chance comes out 6 % too high.
Mean and moving ranges are independent, so the chance is the mean over both: one integral over each.
"""

import math
from itertools import product

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

RULES = ("outside", "two_in_three", "four_in_five", "shift")
D2 = 2 / math.sqrt(math.pi)
MULTIPLE = 2.660  # of the mean moving range: three sigma, as the charts have it
_OFF, _NEAR, _FAR = range(3)  # a point before, on the side of the newest: beyond 0, 1 and 2 sigma
_ACROSS = 3  # on the other side


def chances(centre: Numbers, sigma: Numbers) -> dict[str, Numbers]:
    """The chance of each rule and of any, with limits at these centres and sigmas of a normal."""
    found = {rule: np.zeros(np.broadcast(centre, sigma).shape) for rule in (*RULES, "any")}
    for side in (1.0, -1.0):
        for rule, chance in _one_side(side * centre, sigma).items():
            found[rule] = found[rule] + chance
    return found


def _one_side(centre: Numbers, sigma: Numbers) -> dict[str, Numbers]:
    """The same for points above the centre."""
    beyond = [_tail(centre + zone * sigma) for zone in range(4)]
    here = [beyond[0] - beyond[1], beyond[1] - beyond[2], beyond[2] - beyond[3]]  # the newest, by zone
    before = [here[0], here[1], beyond[2], 1 - beyond[0]]  # a point before it
    rest = beyond[0] ** 3  # the three points before those that the narrower rules look at
    zero = np.zeros_like(rest)
    found = {"outside": beyond[3], "two_in_three": zero, "four_in_five": zero, "shift": beyond[0] ** 8}
    known = beyond[3]
    for four in product((_OFF, _NEAR, _FAR, _ACROSS), repeat=4):
        chance = math.prod((before[zone] for zone in four), start=np.ones_like(rest))
        two = _FAR in four[:2]
        most = sum(zone in (_NEAR, _FAR) for zone in four) >= 3
        run = _ACROSS not in four
        found["two_in_three"] = found["two_in_three"] + two * chance * beyond[2]
        found["four_in_five"] = found["four_in_five"] + most * chance * beyond[1]
        for zone, narrow in enumerate((False, most, two or most)):
            known = known + chance * here[zone] * (1.0 if narrow else run * rest)
    return {**found, "any": known}


def _tail(at: Numbers) -> Numbers:
    return np.array(np.vectorize(math.erfc, otypes=[float])(at / math.sqrt(2)) / 2)


def known_limits() -> dict[str, float]:
    """The chances with limits that are known exactly."""
    found = chances(np.zeros(1), np.ones(1))
    return {rule: float(chance[0]) for rule, chance in found.items()}


def estimated_limits(points: int) -> dict[str, float]:
    """The chances with limits estimated from a baseline of so many points."""
    at, weight = np.polynomial.hermite_e.hermegauss(24)
    centres, centre_weights = at / math.sqrt(points), weight / weight.sum()
    sigmas, sigma_weights = _sigmas(points)
    found = chances(centres[:, None], sigmas[None, :])
    weights = centre_weights[:, None] * sigma_weights[None, :]
    return {rule: float((chance * weights).sum()) for rule, chance in found.items()}


def sigma_variance(points: int) -> float:
    """Of the mean moving range of standard normal points, over d2."""
    own = 2 - 4 / math.pi
    shared = 4 / math.pi * (math.sqrt(3) / 2 + math.pi / 12) - 4 / math.pi  # of two that share a point
    return ((points - 1) * own + 2 * (points - 2) * shared) / ((points - 1) * D2) ** 2


def _sigmas(points: int) -> tuple[Numbers, Numbers]:
    """Values of the estimated sigma and their weights."""
    spread = sigma_variance(points)
    low, high = 1.0, 1e6
    for _ in range(200):  # degrees of freedom whose chi is as uncertain
        middle = math.sqrt(low * high)
        low, high = (middle, high) if middle / _chi_mean(middle) ** 2 - 1 > spread else (low, middle)
    freedom = low
    mean = _chi_mean(freedom)
    reach = 7 * math.sqrt(spread) * mean
    grid = np.linspace(max(1e-9, mean - reach), mean + reach, 401)
    log = (freedom - 1) * np.log(grid) - grid**2 / 2
    weights = np.exp(log - log.max())
    return grid / mean * (MULTIPLE / 3 * D2), weights / weights.sum()


def _chi_mean(freedom: float) -> float:
    return math.sqrt(2) * math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))

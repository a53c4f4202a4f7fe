"""Rates and comparison: intervals, funnels, standardisation, ranks, pooling, decomposition."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import models, project
from validations import Answer, Result, Simulation, furthest

TITLE = "Rates and comparison"
SOURCES = (
    "src/analysis/models/comparison/comparing.py",
    "src/analysis/models/comparison/counts.py",
    "src/analysis/models/comparison/decomposition.py",
    "src/analysis/models/comparison/dispersion.py",
    "src/analysis/models/comparison/funnels.py",
    "src/analysis/models/comparison/intervals.py",
    "src/analysis/models/comparison/lines.py",
    "src/analysis/models/comparison/pooling.py",
    "src/analysis/models/comparison/rank.py",
    "src/analysis/models/comparison/standardisation.py",
    "reference/population.csv",
)
NOT_VALIDATED = (
    "The account of a change of stock is exact by construction, and tested to be so.",
    "Comparable areas by nearest neighbours have no right answer: which background counts is a choice, and stated.",
    "Overdispersion, as a factor or as a variance between areas, is tested by hand, not against another program.",
)
ABOUT = """Conventions are those of the Public Health Technical Guidance (Office for Health Improvement and
Disparities), before it of the Association of Public Health Observatories, where they have one:

- Shares have Wilson intervals. Counts, rates and ratios have exact Poisson limits below a count of 10, Byar's from 10.
- Directly standardised rates have Dobson's interval with Byar's limits, and are not told on fewer than 10 events.
- Funnel limits are the 0.025 and 0.975, and the 0.001 and 0.999 points. Of shares: the centre plus and minus z standard
  errors at the centre. Of rates and ratios: exact Poisson limits, continuous in the count. The centre is all counts
  over all bases.
- The class of an area follows its own interval: whether it reaches the centre.
- Overdispersion is the mean squared z-score with the outer tenths winsorised, used only above 1 and among 20 areas or
  more, on request; limits and classes then follow the widened limits (Spiegelhalter's multiplicative model).

Other conventions have names: exact, normal and logarithmic intervals; Fay and Feuer's gamma and Dobson's exact ones;
funnel limits at binomial and Poisson points, at z standard errors or on the scale of the root, and overdispersion as a
variance between areas."""
PHE = "PHEindicatormethods (Office for Health Improvement and Disparities), test data"
LEVELS = {0.95: "95_0cl", 0.998: "99_8cl"}
LIMITS = ["low_95", "high_95", "low_998", "high_998"]
DOWN = pd.DataFrame(
    {
        "area": "fifth or later child",
        "age": ["<20", "20-24", "25-29", "30-34", "35-39", "40+"],
        "count": [0, 8, 63, 112, 262, 295],
        "base": [327, 30666, 123419, 149919, 104088, 34392],
        "weight": [319933, 931318, 786511, 488235, 237863, 61313],
    }
)
AGES = ["15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+"]
FLORIDA = pd.DataFrame(  # each age an area of its own
    {
        "area": AGES,
        "age": AGES,
        "count": [4, 14, 43, 72, 70, 126, 136, 73],
        "base": [1885014, 1957573, 2356649, 2088000, 1548371, 1447432, 1087524, 335944],
    }
)
STATES = pd.DataFrame(
    {
        "age": AGES,
        "count": [41, 186, 626, 1199, 1303, 1637, 1624, 803],
        "base": [39183891, 39892024, 45148527, 37677952, 24274684, 18390986, 12361180, 4239587],
    }
)
EXPECTED = [1.972, 9.127, 32.676, 66.445, 83.112, 128.837, 142.878, 63.630]
SMR = [2.0280, 1.5339, 1.3160, 1.0836, 0.8422]
POSITIONS = {
    "High (0.001)": "high_998",
    "High (0.025)": "high_95",
    "Not significant": "inside",
    "Low (0.025)": "low_95",
    "Low (0.001)": "low_998",
}


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject."""
    folder = shared / "oracles" / "phe"
    return [
        *_proportions(folder),
        *_counts_and_shares(folder),
        *_rates(folder),
        *_funnel_of_shares(folder),
        *_funnel_of_ratios(),
        *_funnel_of_rates(),
        *_standardised(),
        *_indirectly(),
        *_kitagawa(),
        *_differences(),
        *_expected(shared),
    ]


def _proportions(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "testdata_Proportion__testdata_Prop.csv")
    found = []
    for per, some in rows.groupby("multiplier"):
        figures = some.rename(columns={"Numerator": "count", "Denominator": "base"})
        for level, column in LEVELS.items():
            ours = models.proportions(figures, per=float(str(per)), level=level)[["low", "high"]]
            published = some[[f"lower{column}", f"upper{column}"]]
            case = f"{100 * level:g} % limits, per {per}"
            found.append(
                furthest("Wilson interval of a share", case, PHE, published=published, ours=ours, tolerance=1e-9)
            )
    return found


def _counts_and_shares(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "testdata_Byars_Wilson__testdata_B_W.csv")
    found = []
    for (method, confidence), some in rows.groupby(["method", "confidence"]):
        level = float(str(confidence).rstrip("%")) / 100
        byar = method == "Byars"
        ours = models.byar_limits(some["x"], level=level) if byar else models.wilson(some["x"], some["n"], level=level)
        name = "Byar's limits of a count" if byar else "Wilson interval of a share"
        published = some[["lowercl", "uppercl"]]
        case = f"{100 * level:g} % limits"
        found.append(furthest(name, case, PHE, published=published, ours=ours, tolerance=1e-9))
    return found


def _rates(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "testdata_Rate__testdata_Rate.csv")
    found = []
    for per, some in rows.groupby("multiplier"):
        figures = some.rename(columns={"Numerator": "count", "Denominator": "base"})
        for level, name in LEVELS.items():
            ours = models.rates(figures, per=float(str(per)), level=level)[["low", "high"]]
            published = some[[f"lower{name}", f"upper{name}"]]
            case = f"exact below 10, Byar from 10; {100 * level:g} % limits, per {per}"
            allowed = 1e-9 * published.abs().fillna(1)
            found.append(furthest("Crude rate", case, PHE, published=published, ours=ours, tolerance=allowed))
    return found


def _funnel_of_shares(folder: Path) -> list[Answer]:
    inputs = pd.read_csv(folder / "testdata_funnel_prop_inputs.csv", encoding="utf-8-sig")
    outputs = pd.read_csv(folder / "testdata_funnel_prop_outputs.csv", encoding="utf-8-sig")
    areas = models.funnel(inputs.rename(columns={"numerator": "count", "denominator": "base"}), kind="share", per=100)
    target = float(areas["target"].iloc[0])
    base = outputs["Population"].astype(float)
    ours = 100 * models.funnel_limits(base, kind="share", target=target / 100)[LIMITS]
    columns = ["Lower2s0025limit", "Upper2s0025limit", "Lower3s0001limit", "Upper3s0001limit"]
    alike = (areas["position"] == inputs["significance"].map(POSITIONS)).sum()
    name = "Funnel of shares"
    return [
        Answer(name, "centre, per cent", PHE, float(outputs["Baseline"].iloc[0]), target, 1e-6),
        furthest(name, "limits, per cent", PHE, published=outputs[columns], ours=ours, tolerance=1e-6),
        Answer(name, "areas with the published class", PHE, float(len(inputs)), float(alike), 0),
    ]


def _funnel_of_ratios() -> list[Answer]:
    events = pd.Series([1.0, 10.0, 100.0, 716.0])
    ours = 100 * models.funnel_limits_at_counts(events)[LIMITS]
    published = [
        [17.94802207, 3949.774946, 10.83023482, 99945.32721],
        [54.3763205, 208.5337156, 41.43536693, 337.778507],
        [82.21871402, 122.9044681, 74.11562345, 139.0406755],
        [92.93605352, 107.7488421, 89.20960712, 112.5516994],
    ]
    case = "limits at 1, 10, 100 and 716 events, times 100 (theirs are found by halving, ours are exact)"
    allowed = 1e-3 * np.asarray(published)
    return [furthest("Funnel of ratios", case, PHE, published=published, ours=ours, tolerance=allowed)]


def _funnel_of_rates() -> list[Answer]:
    events = pd.Series([1.0, 116.0, 1360.0])
    ours = 1e5 * models.funnel_limits_at_counts(events, target=116.1720835e-5)[LIMITS]
    published = [
        [20.85059119, 4588.535848, 12.58170943, 116108.569],
        [96.85809755, 140.5898334, 87.90993638, 157.534219],
        [110.158048, 122.6021934, 106.9073359, 126.5084525],
    ]
    case = "limits at 1, 116 and 1,360 events around 116.17, per 100,000 (theirs are found by halving)"
    allowed = 1e-3 * np.asarray(published)
    return [furthest("Funnel of rates", case, PHE, published=published, ours=ours, tolerance=allowed)]


def _standardised() -> list[Answer]:
    name = "Directly standardised rate"
    data = "Down syndrome by mother's age (Fleiss 1981, Table 14.4)"
    source = f"R package dsrTest 1.0, vignette: {data}"
    found = []
    for interval, case, published in (
        ("dobson_exact", "Dobson's 95 % limits, from exact ones of the count", [67.63284, 83.86703]),
        ("gamma", "Fay and Feuer's 95 % limits", [67.70212, 188.30017]),
    ):
        ours = models.direct_rates(DOWN, strata=["age"], weights=DOWN[["age", "weight"]], per=1e5, interval=interval)
        limits = ours[["low", "high"]].iloc[0].astype(float)
        found.append(furthest(name, case, source, published=published, ours=limits, tolerance=1e-5))
        if interval == "gamma":
            found.append(Answer(name, "per 100,000", source, 75.52901, ours["value"].item(), 5e-6))
    return found


def _indirectly() -> list[Answer]:
    ours = models.indirect_rates(FLORIDA, strata=["age"], reference=STATES)
    name = "Indirectly standardised ratio"
    source = "SAS/STAT, STDRATE procedure, Getting Started: skin cancer in Florida and the United States, 2000"
    ratios = ours["ratio"].iloc[: len(SMR)]
    return [
        furthest(name, "expected deaths by age", source, published=EXPECTED, ours=ours["expected"], tolerance=5e-4),
        furthest(name, "observed over expected by age", source, published=SMR, ours=ratios, tolerance=5e-5),
    ]


def _kitagawa() -> list[Answer]:
    """Deaths per 1,000 in the United States by race and age, 1970 and 1985: thousands of persons, and rates."""
    size, rate = (
        [
            *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
            *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
        ],
        [
            *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
            *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
        ],
    )
    later_size, later_rate = (
        [
            *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
            *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
        ],
        [
            *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
            *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
        ],
    )
    cells = pd.DataFrame({"group": range(22), "base": size, "other_base": later_size})
    cells["count"] = cells["base"] * np.array(rate) / 1000
    cells["other_count"] = cells["other_base"] * np.array(later_rate) / 1000
    ours = models.composition(cells, strata=["group"], per=1000)
    name, source = "Composition and rates", "Das Gupta (1993), Standardization and decomposition of rates, example 5.3"
    return [
        Answer(name, "1970 less 1985, from rates: 10.258 less 8.030", source, 2.228, ours["from_rates"].sum(), 1e-3),
        Answer(
            name,
            "from composition, by age (8.385 less 9.907) and race (9.136 less 9.156)",
            source,
            -1.542,
            ours["from_composition"].sum(),
            2e-3,
        ),
    ]


def _differences() -> list[Answer]:
    pairs = pd.DataFrame({"count": [56, 9], "base": [70, 10], "other_count": [48, 3], "other_base": [80, 10]})
    ours = models.share_differences(pairs)[["low", "high"]]
    published = [[0.0524, 0.3339], [0.1705, 0.8090]]
    source = "Newcombe (1998), Statistics in Medicine 17:873-890, Table II, method 10"
    case = "56/70 less 48/80, and 9/10 less 3/10, 95 %"
    return [furthest("Difference of shares", case, source, published=published, ours=ours, tolerance=5e-5)]


def _expected(shared: Path) -> list[Answer]:
    path = shared / "data" / "jobindsats_y30r21" / "Y30R21_rebuilt_api_csv.csv"
    rows = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    names = "area period benefit expected count difference expected_value value points official"
    rows.columns = pd.Index(names.split())
    ours = models.against_expected(rows, by=["period", "benefit"], decimals=2)
    ties = ours.groupby(["period", "benefit", "rank"])["rank"].transform("size")
    within = ((rows["official"] >= ours["rank"]) & (rows["official"] < ours["rank"] + ties)).sum()
    name, source = "Actual against expected", "Jobindsats, table Y30R21, retrieved 2023-08-15"
    both = {"published": rows["points"], "ours": ours["share_difference"], "tolerance": 1e-9}
    counts = {"published": rows["difference"], "ours": ours["difference"], "tolerance": 0}
    return [
        furthest(name, "difference in persons", source, **counts),
        furthest(name, "difference in percentage points", source, **both),
        Answer(name, "official ranks within our ties (broken there by more decimals)", source, len(rows), within, 0),
    ]


def _municipalities() -> np.ndarray:
    """Residents of the 98 municipalities in the newest quarter."""
    population = pd.read_csv(project.reference("population.csv"), dtype={"municipality": str})
    newest = population[population["period"] == population["period"].max()]
    persons: np.ndarray = newest.sort_values("municipality")["persons"].to_numpy()
    return persons


def _group() -> np.ndarray:
    """One in twenty residents of each: as many as are on a middling benefit."""
    return np.round(_municipalities() * 0.05)


def _mean(rows: list[dict[str, float]], name: str) -> float:
    return float(np.mean([row[name] for row in rows]))


def _intervals(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    base = _group()
    share, rate = random.uniform(0.05, 0.6, len(base)), random.uniform(0.0005, 0.05, len(base))
    figures = pd.DataFrame({"count": random.binomial(base.astype(int), share), "base": base})
    events = pd.DataFrame({"count": random.poisson(rate * base), "base": base})
    shares, rates = models.proportions(figures), models.rates(events, per=1)
    return {
        "shares": float(shares["low"].le(share).mul(shares["high"].ge(share)).mean()),
        "rates": float(rates["low"].le(rate).mul(rates["high"].ge(rate)).mean()),
    }


def _intervals_summary(rows: list[dict[str, float]]) -> list[Result]:
    return [
        Result("95 % intervals of shares that hold the true share", 0.94, 0.96, _mean(rows, "shares")),
        Result(
            "95 % intervals of rates that hold the true rate (exact ones hold more)", 0.94, 0.98, _mean(rows, "rates")
        ),
    ]


def _no_difference(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    people, base = _municipalities(), _group()
    expected = 0.02 * people * random.uniform(0.8, 1.2, len(people))  # as another age distribution would give
    worlds = {
        "share": pd.DataFrame({"count": random.binomial(base.astype(int), 0.3), "base": base}),
        "rate": pd.DataFrame({"count": random.poisson(0.02 * people), "base": people}),
        "ratio": pd.DataFrame({"count": random.poisson(expected), "base": expected}),
    }
    found = {}
    for kind, figures in worlds.items():
        for name, widened in (("", False), ("_widened", True)):
            position = models.funnel(figures, kind=kind, overdispersion=widened)["position"]
            found[f"{kind}{name}_95"] = float((position != "inside").mean())
            found[f"{kind}{name}_998"] = float(position.isin(["low_998", "high_998"]).mean())
    return found


def _no_difference_summary(rows: list[dict[str, float]]) -> list[Result]:
    results = []
    for kind, word in (("share", "shares"), ("rate", "rates"), ("ratio", "ratios")):
        for name, how in (("", ""), ("_widened", ", widened where overdispersion is found")):
            flagged, far = _mean(rows, f"{kind}{name}_95"), _mean(rows, f"{kind}{name}_998")
            results.append(Result(f"areas outside the 95 % limits, {word}{how}", 0.03, 0.07, flagged))
            results.append(Result(f"areas outside the 99.8 % limits, {word}{how}", 0.0, 0.004, far))
    return results


def _overdispersed(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    base = _group()
    middle, spread = 0.3, 2.0  # areas differ by as much again as chance makes them differ, and more
    error = np.sqrt(middle * (1 - middle) / base)
    share = np.clip(random.normal(middle, error * np.sqrt(spread - 1)), 0.01, 0.99)
    figures = pd.DataFrame({"count": random.binomial(base.astype(int), share), "base": base})
    plain, wide = (models.funnel(figures, kind="share", overdispersion=how) for how in (False, True))
    return {
        "phi": float(wide["phi"].iloc[0]),
        "plain": float((plain["position"] != "inside").mean()),
        "widened": float((wide["position"] != "inside").mean()),
    }


def _overdispersed_summary(rows: list[dict[str, float]]) -> list[Result]:
    return [
        Result(
            "mean factor found; the true one is 2, and winsorising takes some of it away", 1.3, 2.0, _mean(rows, "phi")
        ),
        Result("areas outside the 95 % limits, not widened", 0.13, 0.2, _mean(rows, "plain")),
        Result("areas outside the 95 % limits, widened", 0.05, 0.11, _mean(rows, "widened")),
    ]


def _ranks(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    base = _group()
    share = random.normal(0.3, 0.03, len(base))
    count = random.binomial(base.astype(int), share)
    order = models.ranks(_figures(count, base), lowest_first=True, seed=seed, draws=500)
    true = pd.Series(share).rank().to_numpy()
    alike = random.binomial(base.astype(int), 0.3)
    same = models.ranks(_figures(alike, base), lowest_first=True, seed=seed, draws=500)
    middle = (len(base) + 1) / 2
    best = order["among_best"].to_numpy() > 0.5
    return {
        "covered": float(((order["low"] <= true) & (true <= order["high"])).mean()),
        "width": float((order["high"] - order["low"] + 1).mean()),
        "wrongly_apart": float(((same["low"] > middle) | (same["high"] < middle)).mean()),
        "told_best": float(best.sum()),
        "truly_best": float((true[best] <= 10).sum()),
    }


def _figures(count: np.ndarray, base: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"value": 100 * count / base, "count": count, "base": base})


def _ranks_summary(rows: list[dict[str, float]]) -> list[Result]:
    right = sum(row["truly_best"] for row in rows) / sum(row["told_best"] for row in rows)
    return [
        Result("intervals that hold the true rank, areas that differ", 0.93, 1.0, _mean(rows, "covered")),
        Result("mean number of ranks in an interval (of 98)", 1, 60, _mean(rows, "width")),
        Result("areas told apart from the middle, areas that do not differ", 0.0, 0.07, _mean(rows, "wrongly_apart")),
        Result("truly among the best ten, of those told to be so with more than 50 %", 0.5, 1.0, right),
    ]


def _pooling(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    base = np.round(_municipalities() * 0.002)
    share = random.beta(0.3 * 100, 0.7 * 100, len(base))
    figures = pd.DataFrame({"count": random.binomial(base.astype(int), share).astype(float), "base": base})
    pooled = models.pooled_shares(figures)
    there = base > 0
    return {
        "covered": float(((pooled["low"] <= share) & (share <= pooled["high"])).mean()),
        "error": float(((pooled["value"] - share)[there] ** 2).mean()),
        "own_error": float(((pooled["own"] - share)[there] ** 2).mean()),
    }


def _pooling_summary(rows: list[dict[str, float]]) -> list[Result]:
    gain = float(np.sqrt(_mean(rows, "error") / _mean(rows, "own_error")))
    return [
        Result("95 % intervals that hold the true share", 0.92, 0.97, _mean(rows, "covered")),
        Result("root mean squared error against that of the areas' own shares", 0.0, 0.9, gain),
    ]


SIMULATIONS = [
    Simulation(
        "intervals",
        "Each of the 98 municipalities has its own true share (5 to 60 per cent) and its own true rate (0.5 to 50 per "
        "1,000) in a group of one in twenty residents, and counts are drawn.",
        _intervals,
        _intervals_summary,
    ),
    Simulation(
        "funnel limits under no difference",
        "The 98 municipalities, with the residents they have, all share one true figure (ratios: expected numbers that "
        "differ, and are right); counts are drawn. Whoever lies outside the limits is there by chance alone: 5 and 0.2 "
        "per cent should.",
        _no_difference,
        _no_difference_summary,
    ),
    Simulation(
        "funnel limits where areas differ a little",
        "The true shares of the 98 municipalities scatter around 30 per cent by as much as chance does, so that the "
        "factor of overdispersion is 2.",
        _overdispersed,
        _overdispersed_summary,
    ),
    Simulation(
        "ranks",
        "The true shares of the 98 municipalities scatter around 30 per cent with a standard deviation of 3 percentage "
        "points, and in another world all are 30 per cent, where no area is better than the middle one.",
        _ranks,
        _ranks_summary,
    ),
    Simulation(
        "partial pooling",
        "The true shares follow a beta distribution around 30 per cent (standard deviation 4.6 percentage points), and "
        "the groups are small: two in a thousand residents.",
        _pooling,
        _pooling_summary,
    ),
]

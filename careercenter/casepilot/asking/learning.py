"""Learning the weights by which a question's kind is read, from examples with their kinds."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from careercenter.casepilot.asking.kinds import HERE, LOUDNESS, Kind, features_of

LEAST_EXAMPLES = 2  # that a feature must stand in: of one it would be learned by heart
SHRINKING = 3e-4  # how much large weights cost
STEPS = 300

Weights = dict[str, dict[Kind, float]]


def learn(examples: Sequence[tuple[str, Kind]]) -> Weights:
    """The weights under which the examples' kinds are likeliest; the same ones for the same examples."""
    texts = [features_of(text) for text, _ in examples]
    counts = Counter(feature for features in texts for feature in features)
    known = {feature: place for place, feature in enumerate(sorted(counts)) if counts[feature] >= LEAST_EXAMPLES}
    known = {feature: place for place, feature in enumerate(known)}
    given = np.zeros((len(texts), len(known)))
    for row, features in zip(given, texts, strict=True):
        row[[known[feature] for feature in features if feature in known]] = LOUDNESS / len(features) ** 0.5
    wanted = np.array([[kind is own for kind in Kind] for _, own in examples], float)
    found = _descend(given, wanted)
    return {feature: dict(zip(Kind, map(float, row.round(2)), strict=True))
            for feature, row in zip(known, found, strict=True)}


def write_weights(learned: Weights, file: Path = Path(str(HERE / "weights.csv"))) -> None:
    """Keep weights where `kinds` reads them."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["feature", *Kind], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"feature": feature, **{kind: weight or "" for kind, weight in own.items()}}
                         for feature, own in learned.items())


def _descend(given: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Multinomial logistic regression by Nesterov's accelerated gradient; convex, so it begins at zero."""
    step = 1 / (LOUDNESS ** 2 / 2 + SHRINKING)  # no row is longer than LOUDNESS, which bounds the curvature
    weights = ahead = np.zeros((given.shape[1], wanted.shape[1]))
    for number in range(STEPS):
        sums = given @ ahead
        chances = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = given.T @ (chances - wanted) / len(given) + SHRINKING * ahead
        better = ahead - step * slope
        ahead, weights = better + number / (number + 3) * (better - weights), better
    return weights

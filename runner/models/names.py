"""What clusters are called, and what their bounds say, in English and Chinese."""

from typing import TYPE_CHECKING, TypeAlias

from runner.models.metrics import Features, Words, all_metrics
from runner.models.shapes import Bound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from runner.models.shapes import Labels

    Chosen: TypeAlias = NDArray[np.bool_]

# A mean rank nearer to the middle tells nothing.
TELLING = 0.1
TOLD = 2
MOST = 0.5
NOTHING_TOLD: Words = ("average", "各项居中")
Traits = list[tuple[str, Words]]


def cluster_names(features: Features, labels: "Labels") -> tuple[Words, ...]:
    """A name for each cluster by its two most telling metrics, by more where two were alike.

    Args:
        features: of the customers.
        labels: the cluster of each, from 0 on.
    """
    traits = [_traits(features, labels == number) for number in range(int(labels.max()) + 1)]
    told = [TOLD] * len(traits)
    for _ in features.metrics:
        names = [_name(each[:count]) for each, count in zip(traits, told, strict=True)]
        alike = [index for index, name in enumerate(names) if names.count(name) > 1]
        if not alike:
            return tuple(names)
        for index in alike:
            told[index] += 1
    return tuple((f"{en} {index}", f"{zh}{index}") for index, (en, zh) in enumerate(names, 1))


def _traits(features: Features, chosen: "Chosen") -> Traits:
    """The telling metrics of some customers with their words, the most telling first.

    Of those that say nearly the same there is one.
    """
    import numpy as np

    far = features.ranks[chosen].mean(axis=0) - 0.5
    found: Traits = []
    for column in sorted(range(len(far)), key=lambda each: (-round(abs(far[each]), 6), each)):
        metric = features.metrics[column]
        if abs(far[column]) < TELLING or metric.kin in [kin for kin, _ in found]:
            continue
        words = metric.high if far[column] > 0 else metric.low
        if metric.none and np.isnan(features.known[chosen, column]).mean() > MOST:
            words = metric.none
        found.append((metric.kin, words))
    return found


def _name(traits: Traits) -> Words:
    words = [words for _, words in traits] or [NOTHING_TOLD]
    english = ", ".join(word for word, _ in words)
    return f"{english[0].upper()}{english[1:]} buyers", "、".join(word for _, word in words)


def condition(bound: Bound, currency: str) -> Words:
    """What a bound says, such as "orders at least 4" and "订单数不少于4"."""
    metric = all_metrics()[bound.metric]
    english, chinese = metric.label
    if bound.unknown == "only":
        return metric.no_value or (f"{english} unknown", f"{chinese}未知")
    if bound.lower is None and bound.upper is None:
        return metric.a_value or (f"{english} known", f"{chinese}已知")
    en, zh = _range(bound, metric.unit, currency)
    if bound.unknown == "in" and metric.unknown:
        en, zh = f"{en} or unknown", f"{zh}或未知"
    return f"{english} {en}", f"{chinese}{zh}"


def _range(bound: Bound, unit: str, currency: str) -> Words:
    """From where to where; of days and orders, both ends count."""
    is_whole = unit == "whole"
    lower = None if bound.lower is None else _number(bound.lower, unit, currency)
    upper = None
    if bound.upper is not None:
        upper = _number(bound.upper - is_whole, unit, currency)
    if lower is None:
        return (
            (f"at most {upper}", f"不超过{upper}")
            if is_whole
            else (f"below {upper}", f"低于{upper}")
        )
    if upper is None:
        return f"at least {lower}", f"不少于{lower}" if is_whole else f"不低于{lower}"
    if not is_whole:
        return f"from {lower} to below {upper}", f"不低于{lower}且低于{upper}"
    return (lower, f"为{lower}") if lower == upper else (f"{lower} to {upper}", f"{lower}至{upper}")


def _number(value: float, unit: str, currency: str) -> str:
    scaled = value * 100 if unit == "share" else value
    text = f"{scaled:,.2f}".rstrip("0").rstrip(".")
    return f"{text}%" if unit == "share" else f"{text} {currency}" if unit == "money" else text

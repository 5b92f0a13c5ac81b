"""How much each sign of a promise or of something done weighs, measured on the gold texts, and how well that holds.

Run: python -m benchmarks.modality_weights [--write]   (pip install scipy: it is not among what is installed)

The weights are those of a conditional random field of two states (Lafferty, McCallum and Pereira 2001) with a
Gaussian prior. Printed first is what counts: each group of gold files judged with weights that were measured on all
the others. ``--write`` puts the weights that all files give into tfdocs/commitments/weights.py.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize

from benchmarks.commitments import DATA, alike, document, gold, key_of
from tfdocs.commitments import comparators, modality, periods, reference, signs, units, verbs, weights
from tfdocs.commitments.chain import sums
from tfdocs.commitments.extract import paragraphs_of
from tfdocs.commitments.witnesses import Witness, witnesses
from tfdocs.model.commitment import Modality
from tfdocs.text import numerals

GROUPS = [
    ["sealed"],
    ["blind"],
    ["unseen", "heldout", "development"],
    ["fifth", "sixth", "fresh"],
    ["seventh", "eighth", "second"],
    ["ninth", "third", "fourth"],
    ["tenth", "eleventh", "twelfth", "thirteenth"],
    ["fourteenth", "fifteenth"],
    ["short", "layouts"],
    ["held-a"],
    ["held-b"],
    ["held-c"],
    ["held-d"],
    ["held-e"],
    ["held-f"],
    ["held-g"],
    ["held-h"],
]
PRIOR = 0.3  # of 0.15, 0.3, 0.4, 0.7 and 1 the error of files left out differs by less than 0.002 from 0.3 to 0.7
LEAST = 0.02  # weights below it are left out of the table
NEAR = list(weights.STAYS)
TARGET = Path(weights.__file__)


Chain = tuple[list[Witness], list[Modality | None]]


def chains(split: str) -> list[Chain]:
    """The statements of each text of a gold file, and what they are; ``None`` where the gold does not say."""
    out = []
    for entry in yaml.safe_load((DATA / f"{split}.yaml").read_text(encoding="utf-8")):
        doc = document(entry["body"], entry["id"])
        year, sure = reference.reference_year(numerals.half_width(doc.text))
        said = paragraphs_of(doc, year, sure=sure)
        found = witnesses(said, year, sure=sure, news=reference.tells_news(doc.text))
        told: list[Modality | None] = [None] * len(found)
        for g in map(gold, entry["items"]):
            fits = [
                n
                for n, w in enumerate(found)
                if told[n] is None and key_of(w.phrase.mention, Modality.PROMISE)[1:] == g.key[1:]
            ]
            fits.sort(key=lambda n: (not alike(found[n].phrase.object, g.object), n))
            if fits:
                told[fits[0]] = Modality(g.key[0])
        if found:
            out.append((found, told))
    return out


def examples() -> list[Chain]:
    """The examples of the rules, each a text of one line: what speaks where nothing else does."""
    tables = (units.UNITS, comparators.BEFORE, comparators.AFTER, comparators.CHANGES, periods.BEFORE_NUMBER)
    out = []
    for rule in (r for table in (*tables, periods.PAST_PERIODS, verbs.VERBS, signs.SIGNS) for r in table):
        doc = document([rule.example], "example")
        year, sure = reference.reference_year(rule.example)
        found = witnesses(paragraphs_of(doc, year, sure=sure), year, sure=sure, news=False)
        gives = rule.gives.split()
        if found and len(found) == len(gives) and "other:" not in rule.gives:
            out.append((found, [Modality.PAST if g.startswith("past:") else Modality.PROMISE for g in gives]))
    return out


class Field:
    """The weights of the signs and of nearness that make the gold of ``texts`` the most likely."""

    def __init__(self, texts: list[Chain]) -> None:
        self.names = sorted({name for found, _ in texts for w in found for name in w.says})
        place = {name: i for i, name in enumerate(self.names)}
        self._texts = []
        for found, told in texts:
            says = np.zeros((len(found), len(self.names)))
            for i, w in enumerate(found):
                for name, much in w.says.items():
                    says[i, place[name]] = much
            self._texts.append((says, [NEAR.index(w.near) for w in found], told))
        start = np.zeros(len(self.names) + len(NEAR))
        fitted = minimize(self._loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
        self.weights = dict(zip(self.names, fitted[: len(self.names)], strict=True))
        self.stays = dict(zip(NEAR, fitted[len(self.names) :], strict=True))

    def _loss(self, w: np.ndarray) -> tuple[float, np.ndarray]:
        of_signs, stays = w[: len(self.names)], w[len(self.names) :]
        likely = -PRIOR * float(w @ w) / 2
        slope = -PRIOR * w
        for says, near, told in self._texts:
            own = says @ of_signs
            for side, fixed in ((1, told), (-1, [None] * len(told))):
                added = sums(_rows(own, fixed), [float(stays[n]) for n in near])
                likely += side * added.total
                slope[: len(self.names)] += side * (says.T @ np.array(added.promised))
                for n, share in zip(near[1:], added.alike, strict=True):
                    slope[len(self.names) + n] += side * share
        return -likely, -slope


def _rows(own: np.ndarray, told: list[Modality | None]) -> list[tuple[float, float]]:
    """What speaks at each statement; what the gold says it is not is as good as impossible."""
    never = -1e9
    return [
        (never if t is Modality.PAST else float(o), never if t is Modality.PROMISE else 0.0)
        for o, t in zip(own, told, strict=True)
    ]


def judged(texts: list[Chain], field: Field, *, show: bool) -> Counter[str]:
    """How many of ``texts`` are judged rightly with the weights of ``field``."""
    count: Counter[str] = Counter()
    weights.WEIGHTS.clear()
    weights.WEIGHTS.update(field.weights)
    weights.STAYS.update(field.stays)
    for found, told in texts:
        shares = modality.promised_shares(found)
        for w, said, promised, share in zip(found, told, modality.divided(found), shares, strict=True):
            if said is None:
                continue
            count["all"] += 1
            right = bool(promised) == (said is Modality.PROMISE)
            count["right" if right else "promise as past" if not promised else "past as promise"] += 1
            sure = (share if promised else 1 - share) >= modality.SURE
            if not sure:
                count["promise in doubt" if said is Modality.PROMISE else "past in doubt"] += 1
            elif not right:
                count["promise surely as past" if not promised else "past surely as promise"] += 1
            if show and not right:
                m, told_by = w.phrase.mention, {n: round(x * field.weights.get(n, 0), 1) for n, x in w.says.items()}
                print(
                    f"    {said.value} {modality.leans(w):.1f} {w.near} {w.phrase.action}|{w.phrase.object}|{m.value}"
                )
                print("       ", {n: x for n, x in told_by.items() if x})
    return count


def _written(field: Field) -> str:
    lines = [TARGET.read_text(encoding="utf-8").split("WEIGHTS:")[0].rstrip() + "\n\nWEIGHTS: dict[str, float] = {"]
    lines += [f'    "{n}": {w:.2f},' for n, w in sorted(field.weights.items()) if abs(w) >= LEAST]
    lines += [
        "}",
        "",
        "# what is added where two statements that stand so near are alike",
        "STAYS: dict[str, float] = {",
    ]
    lines += [f'    "{n}": {w:.2f},' for n, w in field.stays.items()]
    return "\n".join([*lines, "}", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    # what no group names stays held out: nothing is measured on it
    texts = {s: chains(s) for group in GROUPS for s in group}
    always = examples()
    every: Counter[str] = Counter()
    for group in GROUPS:
        field = Field([c for s, own in texts.items() if s not in group for c in own] + always)
        count = judged([c for s in group for c in texts[s]], field, show=options.errors)
        print(f"{', '.join(group)}: {count['right'] / count['all']:.4f} of {count['all']}, {dict(count)}")
        every += count
    print(f"all, each left out when it is judged: {every['right'] / every['all']:.4f} of {every['all']}, {dict(every)}")
    if options.write:
        TARGET.write_text(_written(Field([c for own in texts.values() for c in own] + always)), encoding="utf-8")


if __name__ == "__main__":
    main()

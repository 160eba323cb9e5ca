"""Which verdicts and findings are other ones than before."""

from collections.abc import Iterable, Sequence

from replicard.changes.outcome import FindingChange, VerdictChange
from replicard_schema.findings import Finding
from replicard_schema.report import ChecklistResult, ItemResult


def changed_verdicts(
    old: Sequence[ChecklistResult], new: Sequence[ChecklistResult]
) -> tuple[VerdictChange, ...]:
    """Return the items whose verdict is another, checklist by checklist."""
    before, after = ({each.id: each for each in results} for results in (old, new))
    found: list[VerdictChange] = []
    for name in dict.fromkeys([*after, *before]):
        was, now = _items(before.get(name)), _items(after.get(name))
        title = (after.get(name) or before[name]).title
        for item in dict.fromkeys([*now, *was]):
            one, other = was.get(item), now.get(item)
            first, second = _verdict(one), _verdict(other)
            if first != second:
                text = (other or was[item]).text
                found.append(VerdictChange(name, title, item, text, first, second))
    return tuple(found)


def _items(result: ChecklistResult | None) -> dict[str, ItemResult]:
    return {item.id: item for item in result.items} if result is not None else {}


def _verdict(item: ItemResult | None) -> str | None:
    return item.verdict.value if item is not None else None


def changed_findings(old: Iterable[Finding], new: Iterable[Finding]) -> tuple[FindingChange, ...]:
    """Return findings that are gone, new or say something else, the present ones first."""
    before, after = list(old), list(new)
    for finding in list(after):
        if finding in before:
            before.remove(finding)
            after.remove(finding)
    found = []
    for finding in after:
        twin = next((each for each in before if _subject(each) == _subject(finding)), None)
        if twin is not None:
            before.remove(twin)
        found.append(FindingChange(twin, finding))
    return (*found, *(FindingChange(finding, None) for finding in before))


def _subject(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.field

"""Verifying a card: everything is computed again and compared with the evidence."""

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from replicard.execution import Track, Workers, silent
from replicard.files import is_archive, unpacked
from replicard.loading import LoadedCard, load_card
from replicard.metrics import METRICS, passports_of
from replicard.pipeline.evidence_file import report_folder
from replicard.pipeline.outputs import MANIFEST
from replicard.pipeline.verifying.bundle import compare_bundle
from replicard.pipeline.verifying.claim import Claim, find_card, read_claim
from replicard.pipeline.verifying.comparing import compare_documents, count_scores
from replicard.pipeline.verifying.consistency import inconsistent_summaries
from replicard.pipeline.verifying.excuses import Excuses, shares_absent
from replicard.pipeline.verifying.files import LINE_ENDS, compare_files, line_ends_differ
from replicard.pipeline.verifying.recomputing import Recomputed, recompute
from replicard.pipeline.verifying.report import compare_report
from replicard.pipeline.verifying.surroundings import (
    compare_repository,
    compare_surroundings,
    same_software,
)
from replicard_schema.verification import (
    Agreement,
    ChangedValue,
    ClaimKind,
    Verification,
    VerifiedItem,
)


def verify_card(
    path: Path,
    *,
    report: Path | None = None,
    output: Path | None = None,
    workers: Workers | None = None,
    track: Track = silent,
    environ: Mapping[str, str] | None = None,
) -> Verification:
    """Compute everything that the evidence of a card claims again, and compare.

    The evidence file counts as a claim only; results that were kept of earlier runs are
    not looked at. Nothing is written.

    Parameters
    ----------
    path
        The card, a folder that holds one card with its evidence, or a ZIP archive of such
        a folder.
    report
        Folder of the report; by default the usual one beside the card, if it is there.
    output
        Folder that results go to: it is no change of the repository around the card.
    workers
        Who computes; by default one thread per processor. No number depends on it.
    track
        Shows how far the work is.
    environ
        Environment variables; by default those of the process.

    Raises
    ------
    CardError
        If the card is not valid.
    DataError
        If there is no evidence, or it cannot be read.
    UnfitWorkersError
        If workers cannot be had as asked for.
    """
    if is_archive(path):
        with unpacked(path) as folder:
            found = verify_card(
                folder,
                report=report,
                output=output,
                workers=workers,
                track=track,
                environ=environ,
            )
            data = [item.place for item in found.items if item.kind is ClaimKind.FILES]
            beside = tuple(compare_bundle(folder, data, found.report))
            return found.model_copy(update={"items": (*found.items, *beside)})
    card = find_card(path)
    claim = read_claim(card, elsewhere=report)
    loaded = load_card(card)
    written = [folder for folder in (report, output) if folder is not None]
    recomputed = recompute(
        loaded,
        claim,
        os.environ if environ is None else environ,
        workers=workers or Workers(),
        track=track,
        written=written,
    )
    folder = report or report_folder(card)
    has_report = report is not None or (folder / MANIFEST).is_file()
    return _outcome(loaded, claim, recomputed, folder if has_report else None)


def _outcome(
    loaded: LoadedCard, claim: Claim, recomputed: Recomputed, folder: Path | None
) -> Verification:
    evidence, here = claim.evidence, recomputed.here
    program = version("replicard")
    files = list(compare_files(claim, recomputed, loaded.path.parent))
    excuses = Excuses(
        claim,
        recomputed,
        same_program=evidence.replicard_version == program,
        same_software=same_software(
            evidence, recomputed.evidence, is_whole=not (recomputed.failures or here.absent)
        ),
        shares=shares_absent(claim, recomputed),
        retyped=_places(files, Agreement.WITHIN_TOLERANCE),
        changed=_places(files, Agreement.CHANGED),
    )
    items = [
        _compare_card(loaded, claim),
        *files,
        *_items(loaded, claim, recomputed, excuses, folder),
    ]
    document = _document(claim, recomputed)
    counts = count_scores(claim.document, document, excuses)
    return Verification(
        card=loaded.path.name,
        evidence_sha256=claim.sha256s[0],
        evidence_date=evidence.date,
        claimed_version=evidence.replicard_version,
        version=program,
        same_software=excuses.same_software,
        report=None if folder is None else folder.name,
        n_files=len(claim.records),
        n_files_here=len(claim.records) - len(here.absent),
        n_scores=counts.claimed,
        n_scores_computed=counts.computed,
        n_scores_same=counts.same,
        items=tuple(items),
    )


def _items(
    loaded: LoadedCard,
    claim: Claim,
    recomputed: Recomputed,
    excuses: Excuses,
    folder: Path | None,
) -> Iterator[VerifiedItem]:
    root, found = loaded.path.parent, recomputed.evidence
    document = _document(claim, recomputed)
    yield from compare_documents(claim.document, document, excuses)
    yield from inconsistent_summaries(claim, excuses)
    yield from compare_repository(claim.evidence.repository, found.repository, root)
    if folder is not None:
        yield from compare_report(
            folder,
            loaded,
            claim,
            same_software=excuses.same_software,
            same_program=excuses.same_program,
        )
    yield from compare_surroundings(claim.evidence, found)


def _places(items: Iterable[VerifiedItem], agreement: Agreement) -> frozenset[str]:
    return frozenset(item.place for item in items if item.agreement is agreement)


def _document(claim: Claim, recomputed: Recomputed) -> dict[str, Any]:
    """Return what came out as plain data.

    Definitions follow from no file, so those of metrics that could not be computed here
    are added.
    """
    document = recomputed.evidence.model_dump(mode="json", exclude_none=True)
    if recomputed.failures:
        wanted = [spec.id for spec in METRICS.values() if spec.id in claim.evidence.passports]
        for name, passport in passports_of(wanted).items():
            plain = passport.model_dump(mode="json", exclude_none=True)
            document["passports"].setdefault(name, plain)
    return document


def _compare_card(loaded: LoadedCard, claim: Claim) -> VerifiedItem:
    claimed, name = claim.evidence.card, loaded.path.name
    agreement, because, tolerance = Agreement.SAME, None, None
    changes: tuple[ChangedValue, ...] = ()
    if claimed.sha256 != loaded.sha256:
        changes = (
            ChangedValue(place=f"{name}: sha256", claimed=claimed.sha256, found=loaded.sha256),
        )
        if line_ends_differ(loaded.path.parent, name, claimed.sha256):
            agreement, because = Agreement.WITHIN_TOLERANCE, LINE_ENDS
            tolerance = LINE_ENDS
        else:
            agreement = Agreement.CHANGED
            because = "the card was edited after the evidence was computed, or is another one"
    return VerifiedItem(
        kind=ClaimKind.CARD,
        place=name,
        agreement=agreement,
        n_values=1,
        changes=changes,
        n_changes=len(changes),
        because=because,
        tolerance=tolerance,
    )

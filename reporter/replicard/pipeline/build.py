"""Building a report: evaluating what is stale, then writing everything that is read."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from replicard.checklist import choose
from replicard.execution import Track, Workers, silent
from replicard.files import printable, publish
from replicard.loading import load_card
from replicard.pipeline.assembly import assemble_report
from replicard.pipeline.attachments import report_attachments
from replicard.pipeline.citing import Online, citing_of
from replicard.pipeline.earlier import earlier_build
from replicard.pipeline.evaluate import Evaluation, evaluate_loaded
from replicard.pipeline.evidence_file import report_folder
from replicard.pipeline.judging import checklist_summary
from replicard.pipeline.manuscript import merged_wishes
from replicard.pipeline.outputs import MANIFEST, METHODS, REPORT_HTML, manifest
from replicard.pipeline.printing import REPORT_PDF, Papers, print_papers
from replicard.pipeline.text_formats import Setting, office_files
from replicard.pipeline.writing import options_of, write_report
from replicard.render.methods.shortening import too_long
from replicard.render.report.user_templates import UserTemplates
from replicard.render.terminal.checklists import render_verdicts
from replicard.render.terminal.problems import render_findings
from replicard.render.word_count import words_of
from replicard_schema.findings import Finding
from replicard_schema.report import Report, TextKind
from replicard_schema.sections.output import Output
from replicard_schema.vocabulary import Severity

_MAIN_FILES = {
    "methods text": METHODS,
    "methods (Word)": "methods.docx",
    "report (HTML)": REPORT_HTML,
    "report (PDF)": REPORT_PDF,
}


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What was built, and where.

    Attributes
    ----------
    files
        Paths of the files below ``folder``.
    pdf_missing_because
        Why PDFs are missing; None if they are there or none was wanted.
    pdf_messages
        What the PDF renderer complained about, such as characters that no font has.
    kept
        Copies of files that had been edited in the folder, by the file.
    removed
        Files of an earlier build that fit the present one no more.
    max_words
        Most words that the short methods text should have.
    word_missing_because
        Why there is no methods text for word processors; None if there is.
    """

    evaluation: Evaluation
    report: Report
    folder: Path
    files: tuple[str, ...]
    pdf_missing_because: str | None = None
    pdf_messages: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    max_words: int | None = None
    word_missing_because: str | None = None

    @property
    def exit_code(self) -> int:
        """1 if the report is about fewer images than the card names; else 0."""
        return self.evaluation.exit_code

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "folder": self.folder.as_posix(),
            "files": list(self.files),
            "evidence_file": self.evaluation.path.as_posix(),
            "pdf_missing_because": self.pdf_missing_because,
            "word_missing_because": self.word_missing_because,
            "pdf_messages": list(self.pdf_messages),
            "kept": dict(self.kept),
            "removed": list(self.removed),
            "findings": [finding.model_dump(mode="json") for finding in self.report.findings],
            "open_questions": len(self.report.open_questions),
            "verdicts": {
                result.id: {verdict.value: n for verdict, n in result.counts().items()}
                for result in self.report.checklists
            },
            "checklists": [checklist_summary(result) for result in self.report.checklists],
            "forms": {
                result.id: self._form(f"checklist-{result.id}") for result in self.report.checklists
            },
        }

    def as_text(self, *, width: int = 80, colour: bool = False) -> str:
        """Return scores, findings and paths as text for a terminal."""
        parts = [
            self.evaluation.scores_as_text(colour=colour),
            render_findings(self._weighty(), width=width, colour=colour),
            self._summary(),
        ]
        return "\n".join(part for part in parts if part)

    def _weighty(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.report.findings if f.severity is not Severity.HINT)

    def _length(self) -> list[str]:
        short = self.report.texts.get(TextKind.SHORT)
        if short is None or self.max_words is None:
            return []
        words = words_of(short)
        excess = too_long(words, self.max_words)
        return [excess or f"short methods text: {words:,} words of at most {self.max_words:,}"]

    def _form(self, name: str) -> str:
        """Return the form that can be filed: the PDF where there is one, else the DOCX."""
        return f"{name}.pdf" if f"{name}.pdf" in self.files else f"{name}.docx"

    def _checklist_files(self) -> dict[str, str]:
        results = self.report.checklists
        name = f"checklist-{results[0].id}" if len(results) == 1 else "checklists"
        label = "checklist" if len(results) == 1 else "checklists"
        return {label: f"{name}.md", f"{label} (form)": self._form(name)}

    def _summary(self) -> str:
        hints = sum(f.severity is Severity.HINT for f in self.report.findings)
        lines = render_verdicts(self.report.checklists).splitlines()
        lines.append(
            f"open questions: {len(self.report.open_questions)}, hints: {hints} "
            f"(replicard check {self.evaluation.loaded.path})"
        )
        lines += self._length()
        if self.pdf_missing_because:
            lines.append(f"no PDF: {self.pdf_missing_because}")
        if self.word_missing_because:
            lines.append(f"no methods text as DOCX and ODT: {self.word_missing_because}")
        lines += [f"PDF: {printable(message)}" for message in self.pdf_messages]
        lines += [
            f"{name} had been edited; what it was is now {copy}" for name, copy in self.kept.items()
        ]
        lines += [f"removed {name}, which was out of date" for name in self.removed]
        lines.append("")
        lines += [
            f"{label:<20}{self.folder / name}"
            for label, name in {**_MAIN_FILES, **self._checklist_files()}.items()
            if name in self.files
        ]
        lines.append(f"{'all files':<20}{self.folder / MANIFEST}")
        return "\n".join(lines) + "\n"


def build_card(
    path: Path,
    output: Path | None = None,
    *,
    with_pdf: bool = True,
    fresh: bool = False,
    strict: bool = False,
    workers: Workers | None = None,
    track: Track = silent,
    wishes: Output | None = None,
    checklists: Sequence[str] = (),
    online: Online | None = None,
    template_folder: Path | None = None,
) -> BuildOutcome:
    """Evaluate what is stale, then write texts, checklists, figures and report.

    Parameters
    ----------
    path
        The card.
    output
        Folder for the results; by default ``<name of the card>-report`` beside it.
    with_pdf
        Whether to write PDFs as well. Where they cannot be made, everything else is,
        and the outcome says why.
    fresh
        Compute every validation again.
    strict
        Stop at files that cannot be used, see ``evaluate_card``.
    workers
        Who computes, see ``evaluate_card``.
    track
        Shows how far the work is.
    wishes
        How texts are written; what it leaves open, ``output`` of the card says.
    checklists
        Checklists to answer: ids of shipped ones, ``all``, or paths of files of your own;
        by default those that the card names.
    online
        Whom to ask for papers of which only the DOI is known; by default nobody.
    template_folder
        Templates of the user that change blocks of the report, or add sections.

    Files in the folder that somebody edited are kept as copies.

    Raises
    ------
    CardError, DataError
        If the card is not valid or its files cannot be used. Earlier results stay.
    UnknownChecklistError, ProblemsError
        If a checklist cannot be used. Nothing is computed then.
    UserTemplateError
        If a template of the user cannot be used. Nothing is written then.
    OutputError
        If the results cannot be written.
    """
    templates = None if template_folder is None else UserTemplates(template_folder)
    card = load_card(path)
    lists = choose(card, checklists).required()
    # A style or a bibliography that cannot be used shows before anything is computed.
    citing = citing_of(card, wishes, online=online)
    evaluation = evaluate_loaded(
        card, fresh=fresh, strict=strict, output=output, workers=workers, track=track
    )
    loaded, evidence = evaluation.loaded, evaluation.evidence
    report = assemble_report(loaded, evidence, lists, wishes=wishes, citing=citing)
    written = write_report(loaded, report, templates=templates)
    report, figures, files = written.report, written.figures, dict(written.files)
    office = office_files(report.methods, Setting(report.card.study, evidence.date))
    files |= {f"methods.{to}": content for to, content in office.contents.items()}
    papers = Papers({})
    if with_pdf:
        attachments = report_attachments(loaded, evidence, files)
        papers = print_papers(report, figures, attachments=attachments, templates=templates)
    files |= papers.files
    options = options_of(
        wishes, checklists, is_online=online is not None, has_templates=templates is not None
    )
    files[MANIFEST] = manifest(_fingerprints(files), report, options=options)
    folder = output or report_folder(path)
    earlier = earlier_build(folder, MANIFEST)
    kept = earlier.keep_edited({name: sha for name, (_, sha) in _fingerprints(files).items()})
    publish(folder, files, manifest_last=MANIFEST)
    removed = earlier.remove_outdated(files, sources=(evidence.card.sha256, report.evidence_sha256))
    return BuildOutcome(
        evaluation,
        report,
        folder,
        tuple(files),
        papers.missing_because,
        papers.messages,
        word_missing_because=office.missing_because,
        kept=kept,
        removed=removed,
        max_words=merged_wishes(loaded, wishes).max_words,
    )


def _fingerprints(files: Mapping[str, bytes | str]) -> dict[str, tuple[int, str]]:
    encoded = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }
    return {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in encoded.items()
    }

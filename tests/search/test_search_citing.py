"""Citations resolved against an index: a small one, the seed, and the folder of statutes where it is at hand."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.reading import Source, find_sources, read_source
from indexer.records import Document, Paragraph
from indexer.search.cited_documents import CitedClause, CitedDocument, IndexedCorpus
from indexer.search.citing import Resolution, Resolver
from indexer.store.index import Store
from indexer.structure import Outline, outline
from indexer.structure.links import find_links
from indexer.structure.references import find_references

HERE = Path(__file__).parent
TABLE = yaml.safe_load((HERE / "citations.yaml").read_text("utf-8"))
STATUTES = yaml.safe_load((HERE / "statute_citations.yaml").read_text("utf-8"))
FOLDER = os.environ.get("INDEXER_STATUTES", "")


class TableCorpus:
    """The documents of the table; counts how often it is asked for all of them."""

    def __init__(self) -> None:
        self.asked = 0
        self.in_document: dict[str, list[CitedClause]] = {}
        self.in_clause: dict[int, list[tuple[int, str]]] = {}
        first = 0
        for told in TABLE["documents"]:
            number, clauses = 0, self.in_document.setdefault(told["id"], [])
            for label, provisions in told["clauses"].items():
                clauses.append(CitedClause(label, label, f"《{told['title']}》{label}", first))
                self.in_clause[first] = [(number + i, cited) for i, cited in enumerate(provisions)]
                number, first = number + len(provisions), first + len(provisions)

    def documents(self) -> Iterator[CitedDocument]:
        self.asked += 1
        for told in TABLE["documents"]:
            yield CitedDocument(told["id"], told["title"], told.get("number", ""), told.get("date", ""))

    def texts(self) -> Iterator[tuple[str, str]]:
        return iter([("丁.html", "《己办法》")])

    def clauses(self, document: str) -> list[CitedClause]:
        return self.in_document[document]

    def provisions(self, clause: CitedClause) -> list[tuple[int, str]]:
        return self.in_clause[clause.first]


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(TableCorpus())


def _places(resolution: Resolution) -> list[str]:
    return [f"{told.clause or told.document + '#'}/{told.paragraph}" for told in resolution.candidates]


@pytest.mark.parametrize("case", TABLE["queries"], ids=lambda case: case[0])
def test_a_query_that_is_a_citation_leads_where_the_table_says(case: list[Any], resolver: Resolver) -> None:
    query, status, *places = case
    resolution = resolver.parse_citation(query)
    assert (resolution and resolution.status) == status
    if resolution is not None:
        assert _places(resolution) == places


def test_what_a_document_does_not_have_is_named(resolver: Resolver) -> None:
    (told,) = resolver.cite("依照甲法第二条、第五条和第六条至第九条")
    assert told[1].status == "no such clause"
    assert told[1].missing == ("第五条", "第六条至第九条")
    assert _places(told[1]) == ["甲法(2023-06-01).md#第二条/1"]


def test_older_versions_of_a_document_are_told_beside_the_newest(resolver: Resolver) -> None:
    resolution = resolver.parse_citation("甲法第二条第二款")
    assert resolution is not None
    assert _places(resolution) == ["甲法(2023-06-01).md#第二条/5"]
    assert [told.clause for told in resolution.versions] == ["甲法(2018-01-01).md#第二条"]
    assert resolution.candidates[0].citation == "《中华人民共和国甲法》第二条第二款"


def test_a_text_within_a_document_is_found_by_its_title(resolver: Resolver) -> None:
    (told,) = resolver.cite("按照己办法第二条办理")
    assert (told[1].status, _places(told[1])) == ("found", ["丁.html#二、/2"])


def test_a_text_says_what_its_citations_mean(resolver: Resolver) -> None:
    """该法, an article in the same sentence, and names the text introduces are of the document named before."""
    text = (
        "根据《甲法》第一条，第二条也适用。第一条另有规定；该法第九条除外。"
        "《乙法典》（以下简称新法典）。按照新法典第四条、前款办理。"
    )
    told = [(reference.text, resolution.status, *_places(resolution)) for reference, resolution in resolver.cite(text)]
    assert told == [
        ("《甲法》第一条", "found", "甲法(2023-06-01).md#第一条/0"),
        ("第二条", "found", "甲法(2023-06-01).md#第二条/1"),
        ("第一条", "relative"),
        ("该法第九条", "no such clause"),
        ("《乙法典》", "found", "乙法典/总则.md#/0", "乙法典/分则.md#/0"),
        ("新法典第四条", "found", "乙法典/分则.md#第四条/1"),
        ("前款", "relative"),
    ]


def test_documents_are_read_once_and_only_when_a_citation_is_asked_for() -> None:
    corpus = TableCorpus()
    resolver = Resolver(corpus)
    assert resolver.parse_citation("处罚 没收") is None
    assert corpus.asked == 0
    resolver.cite("甲法第一条和乙法典第二条")
    resolver.parse_citation("甲法第二条")
    assert corpus.asked == 1


def test_links_stored_when_indexing_lead_to_the_same_clauses(resolver: Resolver) -> None:
    """A part of a law that lies in another file is found from where the law says 本法."""
    texts = ["第一条 依照本法第四条第二款和甲法第一条办理。", "第二条 国办发〔2018〕123号同时废止。"]
    document = Document("总则.md", "中华人民共和国乙法典", paragraphs=tuple(Paragraph(text) for text in texts))
    links = [link for each in find_links(outline(document), texts) for link in each]
    told = [resolver.resolve_link(link, "乙法典/总则.md") for link in links]
    assert [_places(resolution) for resolution in told] == [
        ["乙法典/分则.md#第四条/2"],
        ["甲法(2023-06-01).md#第一条/0"],
        ["丙.html#/0"],
    ]


SHARED = Resolver(TableCorpus())
PIECES = (
    *"甲乙丙法条款项第一二三之（）()〔〕《》、至 1290",
    "甲法",
    "乙法典",
    "方案",
    "（十）",
    "国办发",
    "〔2018〕123号",
    "本法",
)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_answer(text: str) -> None:
    resolver = SHARED
    resolution = resolver.parse_citation(text)
    assert (
        resolution is None
        or bool(resolution.candidates)
        or resolution.status in ("not in this index", "no such clause")
    )
    for reference, found in resolver.cite(text):
        assert reference.text == text[reference.start : reference.end]
        assert found.candidates or found.status in ("not in this index", "no such clause", "relative")


def test_the_plan_of_the_seed_is_found_by_its_label(seeded: ClauseIndex) -> None:
    store = Store.open(Path(seeded.status().path), timeout=1)
    resolver = Resolver(IndexedCorpus(store.view))
    for query in ("方案（十）", "《要素市场化配置综合改革试点总体方案》（十）", "总体方案第（十）条"):
        resolution = resolver.parse_citation(query)
        assert resolution is not None
        assert resolution.status == "found"
        (told,) = resolution.candidates
        assert told.citation.endswith("（十）")
        assert seeded.show(told.clause)[0].clause.label == "（十）"
    store.close()


# --- the statutes, where they are at hand ---

with_statutes = pytest.mark.skipif(
    not FOLDER, reason="INDEXER_STATUTES does not name the folder of statutes (see docs/citations.md)"
)


class ManyPlans(TableCorpus):
    """A hundred plans with the same clauses; notes whose clauses are read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def documents(self) -> Iterator[CitedDocument]:
        return (CitedDocument(f"{number}.html", f"第{number}号方案", date="2024-01-01") for number in range(100))

    def texts(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def clauses(self, document: str) -> list[CitedClause]:
        self.read.append(document)
        return [CitedClause("（十）", "（十）", f"《{document}》（十）", 0)]

    def provisions(self, clause: CitedClause) -> list[tuple[int, str]]:
        return [(clause.first, "")]


def test_a_kind_of_act_is_followed_no_further_than_is_told() -> None:
    corpus = ManyPlans()
    resolution = Resolver(corpus).parse_citation("方案（十）")
    assert resolution is not None
    assert (resolution.status, len(resolution.candidates)) == ("ambiguous", 50)
    assert len(set(corpus.read)) == 50


class FolderCorpus:
    """The statutes of a folder: titles from their first lines, outlines when asked for."""

    def __init__(self, folder: Path) -> None:
        self.sources = {source.name: source for source in find_sources(folder)}
        self.outlines: dict[str, Outline] = {}
        self.clause_of: list[tuple[Outline, int]] = []

    def documents(self) -> Iterator[CitedDocument]:
        for name, source in self.sources.items():
            yield CitedDocument(name, _first_line(source))

    def texts(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def outline(self, document: str) -> Outline:
        if document not in self.outlines:
            self.outlines[document] = outline(read_source(self.sources[document]))
        return self.outlines[document]

    def clauses(self, document: str) -> Iterator[CitedClause]:
        found = self.outline(document)
        for at, clause in enumerate(found.clauses):
            self.clause_of.append((found, at))
            yield CitedClause(clause.key, clause.label, clause.citation, len(self.clause_of) - 1)

    def provisions(self, clause: CitedClause) -> Iterator[tuple[int, str]]:
        found, at = self.clause_of[clause.first]
        told = found.clauses[at]
        for provision in found.provisions[told.first : told.last]:
            yield provision.number, provision.citation.removeprefix(told.citation)


def _first_line(source: Source) -> str:
    with source.path.open(encoding="utf-8") as lines:
        return next(line for line in lines if line.strip()).strip("#\ufeff \n")


@pytest.fixture(scope="module")
def statutes() -> tuple[FolderCorpus, Resolver]:
    corpus = FolderCorpus(Path(FOLDER))
    return corpus, Resolver(corpus)


@with_statutes
@pytest.mark.parametrize("sentence", ["{}", "应当依照{}的规定处理。"])
def test_two_hundred_citations_of_the_statutes_mean_what_they_mean(
    sentence: str, statutes: tuple[FolderCorpus, Resolver]
) -> None:
    corpus, resolver = statutes
    cases = STATUTES["found"] + (STATUTES["typed"] if sentence == "{}" else [])
    wrong = []
    for citation, path, label, place in cases:
        if sentence == "{}":
            resolution = resolver.parse_citation(citation)
        else:
            ((_, resolution),) = resolver.cite(sentence.format(citation))
        clause = corpus.outline(path).find(label)
        assert clause is not None
        expected = [f"{path}#{label}/{clause.first + place}"]
        if resolution is None or resolution.status != "found" or _places(resolution) != expected:
            wrong.append((citation, expected, resolution))
    assert wrong == []
    assert len(cases) >= 200


@with_statutes
@pytest.mark.parametrize("case", STATUTES["not found"], ids=lambda case: case[0])
def test_what_the_statutes_do_not_have_is_not_found(case: list[str], statutes: tuple[FolderCorpus, Resolver]) -> None:
    citation, status = case
    _, resolver = statutes
    resolution = resolver.parse_citation(citation)
    assert resolution is not None
    assert resolution.status == status
    assert [told.status for _, told in resolver.cite(f"依照{citation}的规定")] == [status]


@with_statutes
def test_what_the_statutes_cite_of_themselves_is_there(statutes: tuple[FolderCorpus, Resolver]) -> None:
    """Of 本法第X条 and the like in a sample of the statutes, 99 of 100 lead to a clause of the same law."""
    corpus, resolver = statutes
    cited = found = 0
    for name in sorted(corpus.sources)[::15]:
        document = read_source(corpus.sources[name])
        texts = [paragraph.text for paragraph in document.paragraphs]
        for text, links in zip(texts, find_links(corpus.outline(name), texts), strict=True):
            places = {link.start: link for link in links}
            for reference in find_references(text):
                if reference.named == "self" and reference.provisions:
                    link = places.get(reference.start)
                    cited += 1
                    found += link is not None and bool(
                        link.clauses or resolver.resolve_link(link, name).status == "found"
                    )
    assert cited > 100
    assert found >= 0.99 * cited

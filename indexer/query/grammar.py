"""A recursive-descent parser: from tokens to the tree.

    query       = conjunction (("|" | OR) conjunction)*
    conjunction = negation ([AND] negation)*
    negation    = ("-" | NOT)* [field ":"] primary
    primary     = term | "(" query ")" | "{" query "}"

Whatever is typed is a query: an operator with nothing to join is a word of the text, or, if it is a mere mark, left
out. Only a query that holds no word at all is an error.
"""

from indexer.errors import UsageError
from indexer.query.language import language
from indexer.query.lexer import Kind, Lexer, Token
from indexer.query.notes import Notes, piece
from indexer.query.tree import (
    And,
    Boost,
    Field,
    Node,
    Not,
    Or,
    Range,
    Words,
    all_of,
    any_of,
    negate,
    same_sentence,
    transform,
    walk,
)
from indexer.query.values import read_range

_TERM_STARTS = (Kind.TERM, Kind.OPEN, Kind.FIELD)
_IN_RANGES = (And, Or, Not, Boost, Words, Range)  # what may stand in the brackets after 日期: or 年:
_TERM_ENDS = (Kind.TERM, Kind.CLOSE)


def read_query(text: str) -> tuple[Node, tuple[str, ...]]:
    """Return what a query means, and its notes; see `indexer.query.parse.parse`."""
    notes = Notes()
    tree = _Parser(_joining(Lexer(text, notes).tokens(), notes), notes).query()
    if tree is None:
        raise UsageError(
            "the query is empty" if not text.strip() else "the query holds no word, only punctuation and operators",
            place="" if not text.strip() else piece(text),
            remedy='Say what to look for, such as 户籍 准入年限; put a mark to be found in quotation marks: "（".',
        )
    if _excludes_only(tree):
        notes.add("The query only excludes: it matches every clause but those named.")
    return tree, notes.sentences()


def _excludes_only(tree: Node) -> bool:
    return isinstance(tree, Not) or (isinstance(tree, And) and all(isinstance(part, Not) for part in tree.parts))


def _joining(tokens: list[Token], notes: Notes) -> list[Token]:
    """Return the tokens with the operators and field names that have nothing to join turned into words, or left out."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        before = kept[-1].kind if kept else None
        follows = after is not None and (after.kind in _TERM_STARTS or after.kind is Kind.NOT)
        match token.kind:
            case Kind.AND | Kind.OR:
                joins = before in _TERM_ENDS and follows
            case Kind.NOT:
                joins = follows
            case Kind.FIELD:
                joins = after is not None and after.kind in (Kind.TERM, Kind.OPEN)
            case _:
                joins = True
        if joins:
            kept.append(token)
        elif token.text.strip("|｜-－"):
            kept.append(Token(Kind.TERM, token.text, token.end, Words(token.text.rstrip(":："))))
            notes.add(f"{piece(token.text)} has nothing to join and was read as a word.")
        else:
            notes.add(f"{piece(token.text)} has nothing to join and was left out.")
    return kept


class _Parser:
    """Takes tokens one by one; the lexer has seen to it that brackets are paired and do not nest too deep."""

    def __init__(self, tokens: list[Token], notes: Notes) -> None:
        self._tokens = tokens
        self._notes = notes
        self._at = 0
        self._sentences = 0  # how many { are open

    def query(self) -> Node | None:
        """Read alternatives up to a closing bracket or the end; None if there is no term in them."""
        parts = [self._conjunction()]
        while self._take(Kind.OR):
            parts.append(self._conjunction())
        found = [part for part in parts if part is not None]
        return any_of(found) if found else None

    def _take(self, *kinds: Kind) -> Token | None:
        if self._at < len(self._tokens) and self._tokens[self._at].kind in kinds:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _conjunction(self) -> Node | None:
        parts = []
        while self._at < len(self._tokens) and self._tokens[self._at].kind not in (Kind.OR, Kind.CLOSE):
            if not self._take(Kind.AND) and (part := self._negation()) is not None:
                parts.append(part)
        return all_of(parts) if parts else None

    def _negation(self) -> Node | None:
        negated = False
        while self._take(Kind.NOT):
            negated = not negated
        part = self._in_field()
        return negate(part) if negated and part is not None else part

    def _in_field(self) -> Node | None:
        field = self._take(Kind.FIELD)
        part = self._primary()
        if not field or part is None:
            return part
        if self._sentences:
            self._note_in_sentence(field.text)
            return part
        if language().fields[field.name].type == "text":
            return Field(field.name, part)
        return self._ranged(part, field)

    def _ranged(self, part: Node, field: Token) -> Node:
        """Return `part`, in the brackets after 日期: or 年:, with ranges for words; as it is if one is no range."""

        def to_range(node: Node) -> Node:
            typed = node.text.translate(language().half) if isinstance(node, Words) else ""
            return (typed and read_range(language().fields[field.name], typed)) or node

        ranged = transform(part, to_range) if all(isinstance(node, _IN_RANGES) for node in walk(part)) else part
        if all(isinstance(node, _IN_RANGES) and not isinstance(node, Words) for node in walk(ranged)):
            return ranged
        self._notes.add(
            f"The brackets after {piece(field.text)} hold more than ranges of {field.name}; they were read as text."
        )
        return part

    def _note_in_sentence(self, text: str) -> None:
        self._notes.add(f"{piece(text)} was left out: a sentence in braces has no fields.")

    def _primary(self) -> Node | None:
        token = self._take(Kind.TERM, Kind.OPEN)
        if token is None:
            return None
        if token.kind is Kind.OPEN:
            return self._group(braces=token.text == "{")
        if self._sentences and isinstance(token.node, Range):
            self._note_in_sentence(token.text)
            return None
        return token.node

    def _group(self, *, braces: bool) -> Node | None:
        self._sentences += braces
        part = self.query()
        self._sentences -= braces
        closing = self._take(Kind.CLOSE)
        if braces and not self._sentences and part is not None:
            part = same_sentence(part)
        return Boost(part, closing.weight) if closing and closing.weight and part is not None else part

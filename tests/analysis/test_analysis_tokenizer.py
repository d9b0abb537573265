"""The tokenizer: terms, positions and offsets."""

import random
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzer import ChineseAnalyzer, WordAnalyzer
from indexer.analysis.batches import BatchTerms
from indexer.analysis.cutter import Cutter, JiebaCutter, RjiebaCutter, load_cutter
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers, is_canonical
from indexer.analysis.tokenizer import Tokenizer

SEED = Path(__file__).parent.parent.parent / "seeds" / "000_bb073862d974fbb5.txt"
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存"
    "候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
"""Characters in common use, for generated runs."""


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@cache
def _both() -> tuple[JiebaCutter, RjiebaCutter]:
    return JiebaCutter(), RjiebaCutter()


@cache
def _shared() -> Cutter:
    return load_cutter()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("户籍准入年限", "户籍 准入 年限"),
        ("中华人民共和国", "中华 华人 人民 共和 共和国 中华人民共和国"),
        ("GB/T 19001-2016标准", "gb/t19001-2016 gb t 19001 2016 标准"),
        ("GB/T19001—2016", "gb/t19001-2016 gb t 19001 2016"),
        ("C级 3", "c级 c 级 3"),
        ("第3条", "第 3 条"),
        ("ＡＢ１２", "ab12 ab 12"),
        ("國務院", "国务 国务院"),
        ("增长5%。", "增长 5% 5"),
        ("使用C++或C#", "使用 c++ c 或 c# c"),
        ("版本1.2.3", "版本 1.2.3 1 2 3"),
        ("二〇二五年", "二 〇 二 五年"),
        ("𠮷野家", "𠮷 野家"),
        ("café", "café"),
        ("是", "是"),
        ("，。！", ""),
        ("", ""),
    ],
)
def test_terms(tokenizer: Tokenizer, text: str, terms: str) -> None:
    assert " ".join(tokenizer.terms(text)) == terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("户籍准入年限", "户籍 准入 年限"),
        ("中华人民共和国", "中华人民共和国"),
        ("GB/T 19001-2016标准", "gb/t19001-2016 标准"),
        ("A股C级", "a股 c级"),
    ],
)
def test_words_cover_a_query_without_overlap(tokenizer: Tokenizer, text: str, words: str) -> None:
    assert " ".join(tokenizer.words(text)) == words


MIXED = st.text(st.sampled_from("中华人民共和国第十条户籍〇國務 ，。（）abGB/T-19+%１２級\u3000𠮷é\n"), max_size=40)
QUANTITIES = [
    "第十条",
    "第1254条",
    "五万元",
    "5万元",
    "2021—2025年",
    "百分之五",
    "一月三日",
    "三年以上七年以下",
    "十一",
    "3",
]
WORDS = [
    "依照",
    "本法",
    "处罚",
    "统一",
    "的",
    "三农",
    "，",
    "。",
    "（一）",
    "中华人民共和国",
    "GB/T 19001-2016",
    "c级",
    "〇",
    "a",
]
NUMBERED = st.lists(st.sampled_from([*QUANTITIES, *WORDS, " "]), max_size=10).map("".join)


@given(MIXED | NUMBERED)
def test_terms_are_the_texts_of_the_tokens_but_for_numbers(text: str) -> None:
    tokenizer = Tokenizer(_shared)
    assert tokenizer.terms(text) == [token.text for token in tokenizer.tokens(text) if not is_canonical(token.text)]


@given(MIXED | NUMBERED)
def test_positions_number_the_words_and_offsets_hold_their_text(text: str) -> None:
    """Positions go up by one with each word; a canonical token has that of the token before it."""
    tokens = Tokenizer(_shared).tokens(text)
    words = [token for token in tokens if not is_canonical(token.text)]
    assert [token.position for token in words] == list(range(len(words)))
    for before, token in pairwise(tokens):
        assert token.position - before.position == (0 if is_canonical(token.text) else 1)
    for token in words:
        assert normalise(text[token.start : token.end]).text.replace(" ", "") == token.text


@given(NUMBERED)
def test_a_number_stands_at_the_first_word_from_its_start_on(text: str) -> None:
    """Numbers have the offsets they are found at, and the position of the first word there or after, else the last."""
    normal = normalise(text)
    tokens = Tokenizer(_shared).tokens(text)
    words = [token for token in tokens if not is_canonical(token.text)]
    expected = []
    for number in find_numbers(normal.text):
        start, end = normal.span(number.start, number.end)
        position = next((word.position for word in words if word.start >= start), len(words) - 1)
        expected.append((number.token, start, end, position))
    assert [token for token in tokens if is_canonical(token.text)] == expected


def _told(batch: BatchTerms) -> list[list[tuple[str, int]]]:
    """Return the terms of each text of a batch with their positions."""
    texts: list[list[tuple[str, int]]] = []
    ids = iter(batch.ids.tolist())
    positions = None if batch.positions is None else iter(batch.positions.tolist())
    for length in batch.lengths.tolist():
        texts.append(
            [(batch.vocabulary[next(ids)].decode(), i if positions is None else next(positions)) for i in range(length)]
        )
    return texts


@given(st.lists(MIXED | NUMBERED, max_size=5), st.booleans())
def test_a_batch_has_the_terms_of_each_text(texts: list[str], numbered: bool) -> None:
    tokenizer = Tokenizer(_shared)
    normals = [normalise(text).text for text in texts]
    expected = [[(token.text, token.position) for token in tokenizer.tokens(normal)] for normal in normals]
    if not numbered:
        expected = [[token for token in tokens if not is_canonical(token[0])] for tokens in expected]
    for _ in range(2):  # the second time every word has been met
        assert _told(tokenizer.batch_terms(normals, numbered=numbered)) == expected


def test_the_reference_cutter_gives_the_same_batch() -> None:
    """Both cutters give every blank back, so numbers have the same places."""
    texts = [normalise(text).text for text in SEED.read_text("utf-8").splitlines()]
    texts += ["依照中华人民共和国民法典第一千二百五十四条第二款，  处五万元以上五十万元以下罚款。"]
    jieba, rjieba = (Tokenizer(lambda cutter=cutter: cutter) for cutter in _both())  # type: ignore[misc]
    told = _told(jieba.batch_terms(texts, numbered=True))
    assert told == _told(rjieba.batch_terms(texts, numbered=True))
    assert any(is_canonical(term) for terms in told for term, _ in terms)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("第3条", "第 #第3条 3 条"),
        ("依照第十条", "依照 第十 #第10条 十条 第十条"),
        ("2021—2025年", "2021-2025 #2021年 #2021..2025年 2021 2025 #2025年 年"),
        ("增长5%。", "增长 5% #5% 5"),
        ("3级", "3级 #3级 3 级"),
        ("一般", "一般"),
    ],
)
def test_canonical_tokens_follow_the_first_word_of_the_number(tokenizer: Tokenizer, text: str, terms: str) -> None:
    (told,) = _told(tokenizer.batch_terms([normalise(text).text], numbered=True))
    assert " ".join(term for term, _ in told) == terms


def test_words_of_a_year_need_no_dictionary() -> None:
    """Single Han characters between codes are words, whatever the dictionary says."""

    def refuse() -> Cutter:
        raise AssertionError("the dictionary was asked for")

    assert Tokenizer(refuse).words("第1254条") == ["第", "1254", "条"]


@given(MIXED | NUMBERED)
def test_words_have_the_offsets_of_their_text(text: str) -> None:
    normal = normalise(text).text
    for word, start, end in Tokenizer(_shared).word_spans(normal):
        assert normal[start:end].replace(" ", "") == word


@given(MIXED)
def test_every_han_character_stands_in_a_term(text: str) -> None:
    assert set(re.findall(r"[\u4e00-\u9fd5]", normalise(text).text)) <= set("".join(Tokenizer(_shared).terms(text)))


def test_rjieba_and_jieba_cut_the_seed_alike() -> None:
    runs = re.findall(r"[\u4e00-\u9fd5]+", SEED.read_text("utf-8"))
    assert runs
    for run in runs:
        _assert_alike(run, *_both())


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_rjieba_and_jieba_cut_generated_text_alike(seed: int) -> None:
    jieba, rjieba = _both()
    chance = random.Random(seed)
    for _ in range(20):
        _assert_alike("".join(chance.choices(COMMON, k=chance.randint(1, 30))), jieba, rjieba)


def _assert_alike(run: str, jieba: JiebaCutter, rjieba: RjiebaCutter) -> None:
    assert rjieba.words(run) == jieba.words(run)
    assert rjieba.search(run) == jieba.search(run)
    assert rjieba.spans(run) == jieba.spans(run)
    assert [word for word, _, _ in rjieba.spans(run)] == rjieba.search(run)


def test_a_cutter_leaves_the_jieba_of_its_host_alone() -> None:
    import jieba

    before = jieba.dt, jieba.dt.tmp_dir, jieba.dt.initialized, jieba.default_logger.level
    JiebaCutter()
    assert (jieba.dt, jieba.dt.tmp_dir, jieba.dt.initialized, jieba.default_logger.level) == before


def test_the_analyzer_gives_whoosh_the_tokens() -> None:
    analyzer = ChineseAnalyzer(Tokenizer(_shared))
    told = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in analyzer("國務院3", positions=True, chars=True)
    ]
    words = [("国务", 0, 0, 2), ("国务院", 1, 0, 3), ("3", 2, 3, 4)]
    assert told == [*words, ("#3", 2, 3, 4)]
    assert [token.text for token in WordAnalyzer(Tokenizer(_shared))("國務院3")] == [word for word, *_ in words]

"""The tokenizer: terms, positions and offsets."""

import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzer import ChineseAnalyzer
from indexer.analysis.cutter import Cutter, JiebaCutter, RjiebaCutter, load_cutter
from indexer.analysis.normal import normalise
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


@given(MIXED)
def test_terms_are_the_texts_of_the_tokens(text: str) -> None:
    tokenizer = Tokenizer(_shared)
    assert tokenizer.terms(text) == [token.text for token in tokenizer.tokens(text)]


@given(MIXED)
def test_positions_number_the_tokens_and_offsets_hold_their_text(text: str) -> None:
    tokens = Tokenizer(_shared).tokens(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    for token in tokens:
        assert normalise(text[token.start : token.end]).text.replace(" ", "") == token.text


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
    assert told == [("国务", 0, 0, 2), ("国务院", 1, 0, 3), ("3", 2, 3, 4)]

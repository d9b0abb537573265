"""The measures of one ranking: trec_eval's where every provision has one clause, and our own rules beyond."""

from math import log2

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from indexer.evaluation.measures import Provision, gains, measured, ndcg, precision, recall, reciprocal_rank

CLAUSES = [f"法.md#第{number}条" for number in range(150)]
RANKINGS = st.lists(st.sampled_from(CLAUSES), unique=True, max_size=150)
GRADES = st.dictionaries(st.sampled_from(CLAUSES), st.integers(0, 3), min_size=1, max_size=20)
OF_TREC = {"nDCG@10": "ndcg_cut_10", "R@10": "recall_10", "R@100": "recall_100", "P@1": "P_1"}


@given(RANKINGS, GRADES)
def test_measures_agree_with_trec_eval(ranking: list[str], grades: dict[str, int]) -> None:
    scores = {clause: 1.0 - rank / 1000 for rank, clause in enumerate(ranking)}
    names = {"ndcg_cut.10", "recall.10,100", "P.1", "recip_rank"}
    ours = measured(ranking, [Provision((clause,), grade) for clause, grade in grades.items()])
    told = pytrec_eval.RelevanceEvaluator({"q": grades}, names).evaluate({"q": scores}).get("q")
    if told is None:  # trec_eval leaves out a query that nothing was found for
        assert not ranking
        assert set(ours.values()) == {0.0}
        return
    assert {name: ours[name] for name in OF_TREC} == pytest.approx({name: told[of] for name, of in OF_TREC.items()})
    assert ours["MRR@10"] == pytest.approx(told["recip_rank"] if told["recip_rank"] >= 0.1 else 0.0)


def test_a_provision_counts_once_at_the_first_of_its_clauses() -> None:
    provisions = [Provision(("a", "a2")), Provision(("b",))]
    assert gains(["a2", "a", "b"], provisions) == [1, 0, 1]
    assert recall(["a", "a2"], provisions, 10) == 0.5
    assert precision(["a", "a2"], provisions, 2) == 0.5


def test_a_clause_that_answers_two_provisions_adds_both_grades() -> None:
    assert gains(["a"], [Provision(("a",), 2), Provision(("a", "b"))]) == [3]


def test_an_id_that_comes_twice_adds_nothing_the_second_time() -> None:
    assert gains(["a", "a"], [Provision(("a",))]) == [1, 0]


def test_what_no_clause_answers_can_only_be_missed() -> None:
    assert recall(["a"], [Provision(("a",)), Provision(())], 10) == 0.5
    assert ndcg(["a"], [Provision(("a",)), Provision(())], 10) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_nothing_found_and_nothing_asked_are_0() -> None:
    assert set(measured([], [Provision(("a",))]).values()) == {0.0}
    assert set(measured(["a"], []).values()) == {0.0}


def test_the_first_ten_ranks_are_all_that_reciprocal_rank_sees() -> None:
    ranking = [str(rank) for rank in range(1, 12)]
    assert reciprocal_rank(ranking, [Provision(("10",))], 10) == 0.1
    assert reciprocal_rank(ranking, [Provision(("11",))], 10) == 0.0

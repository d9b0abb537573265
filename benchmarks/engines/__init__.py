"""The engines that are given tokens: one adapter each, all with the methods of `benchmarks.engines.base.Engine`.

`ENGINES` names those that search words, `LITERAL_ENGINES` those that find any string of characters. An adapter's
module is imported when its engine is asked for.
"""

from importlib import import_module

from benchmarks.engines.base import Engine

ENGINES = {
    "ours": "benchmarks.engines.ours:Ours",
    "tantivy": "benchmarks.engines.tantivy_words:TantivyWords",
    "tantivy-1": "benchmarks.engines.tantivy_words:TantivyOneThread",
    "whoosh": "benchmarks.engines.stock_whoosh:StockWhoosh",
    "sqlite": "benchmarks.engines.sqlite_words:SqliteWords",
    "bm25s": "benchmarks.engines.bm25s_words:Bm25sWords",
}
LITERAL_ENGINES = {
    "ours": "benchmarks.engines.our_literals:OurLiterals",
    "tantivy": "benchmarks.engines.tantivy_grams:TantivyGrams",
    "sqlite": "benchmarks.engines.sqlite_trigrams:SqliteTrigrams",
}


def load(table: dict[str, str], name: str) -> Engine:
    """Return the engine of this name of one of the tables above.

    Raises:
        ImportError: its package is not installed.
    """
    module, _, kind = table[name].partition(":")
    engine: Engine = getattr(import_module(module), kind)()
    return engine

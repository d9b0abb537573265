"""Here is text: which normal form (with offsets back to the original) and which tokens?

`normal` folds what should meet (width, case, traditional and simplified characters, brackets) and keeps the way back to
the original, `blanks` being its quick part; `finder` keeps what texts become in which strings are found over and over;
`tokenizer` cuts the normal form into terms, asking a `cutter` for the words in runs of Han characters and
`codes` for the rest, and puts the canonical tokens of `numbers` beside them; `batches` does so for whole corpora, and
`shapes` remembers what each word gives; `readings` says what one spelling of a number means; `grams` forms the terms of
the literal field; `analyzer` is the face Whoosh sees.
"""

"""Here is text: which normal form (with offsets back to the original) and which tokens?

`normal` folds what should meet (width, case, traditional and simplified characters, brackets) and keeps the way back to
the original; `tokenizer` cuts the normal form into terms, asking a `cutter` for the words in runs of Han characters;
`analyzer` is the face Whoosh sees.
"""

"""A Whoosh codec whose postings are numpy arrays in memory-mapped files.

Whoosh keeps an index as immutable *segments* listed in a *table of contents* (TOC), and leaves the bytes of a segment
to a *codec*. This package is such a codec; it knows tokens, bytes and documents, nothing of language. Who does what:

- `arrays`: the file that holds named arrays, with checksums; everything below is made of it.
- `packed`: whole numbers in fewer bytes; `field`: the postings of one field, packed; `placed`, `placing`, `places`:
  fields of short terms, kept as places in `elias_fano` coding.
- `batch`: what goes in, token streams; `inversion`: token streams become postings; `assembly` puts postings together
  and packs them.
- `documents` and `columns`: what is kept for each document: lengths, stored record, column values.
- `dictionary`, `terms` and `matcher`: the term dictionary and the postings, and both as Whoosh asks for them.
- `segment`: the codec and the segment as Whoosh knows them. Their import path is part of the file format.
- `writer`: documents in, segments out; `concatenation`: segments become one; `merging`: which ones, when.
- `index` and `toc`: the index in its folder, whose table of contents is read without trusting it; `contents` and
  `opened`: the same opened for searching, without Whoosh.
- `snapshot`: all segments of one commit as one, with the caches of `generations`.
"""

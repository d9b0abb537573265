"""A LangChain retriever over an index; needs ``pip install 'clause-indexer[langchain]'``."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from indexer.async_index import AsyncClauseIndex
from indexer.clause_index import ClauseIndex
from indexer.records import Hit


class ClauseRetriever(BaseRetriever):
    """Gives the clauses that answer a question, each with its citation, to a chain.

    Attributes:
        index: an open index.
        limit: how many clauses.
        context: how many paragraphs before and after each clause to add to its text.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: ClauseIndex
    limit: int = 5
    context: int = 0

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [_document(hit) for hit in self.index.search(query, limit=self.limit, context=self.context)]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        found = await AsyncClauseIndex(self.index).search(query, limit=self.limit, context=self.context)
        return [_document(hit) for hit in found]


def _document(hit: Hit) -> Document:
    metadata: dict[str, Any] = {
        "citation": hit.citation,
        "breadcrumb": list(hit.breadcrumb),
        "score": hit.score,
        **hit.document.to_dict(),
    }
    text = "\n".join((*hit.context.before, hit.clause.text, *hit.context.after))
    return Document(id=hit.clause.id, page_content=text, metadata=metadata)

"""Bills held against orders and receipts: what may be paid without anybody looking."""

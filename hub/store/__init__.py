"""The hub's truth in a database: one schema for SQLite and, later, PostgreSQL."""

"""The configuration: parties as files that a person writes, checked and compared."""

"""Business rules: what makes a document acceptable, and the engine that judges it."""

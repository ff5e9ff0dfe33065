"""What people look at: reports as pages and sheets."""

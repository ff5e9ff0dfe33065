"""What people look at: reports as pages and sheets, documents as pages of their own."""

"""From what people put forward to what changed."""

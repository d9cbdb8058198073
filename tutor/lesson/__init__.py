"""The domain model: what a lesson is, where lessons lie, and the assessment that one names."""

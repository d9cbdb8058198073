"""The second implementation of the tutor's roles: a language model talks and listens, code decides."""

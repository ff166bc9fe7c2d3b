"""The hundred small incidents of two years, made from templates by a fixed seed: the same on every machine."""

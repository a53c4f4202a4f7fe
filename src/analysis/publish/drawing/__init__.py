"""The charts: one module for each kind, and what they share: style, paper, words, scales."""

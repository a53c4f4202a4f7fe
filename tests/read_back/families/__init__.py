"""The sentences of one subject each: how they are written, and what must hold of them."""

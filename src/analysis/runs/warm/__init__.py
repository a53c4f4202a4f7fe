"""Kernels that are ready at once: forked from a process that has imported the libraries, one for each report.

``forks`` lends processes, ``parent`` is the warm process that they are forked from, ``kernel`` runs a notebook's
cells in one of them, ``client`` is the engine through which papermill talks to it, and ``pool`` has the workers.
"""

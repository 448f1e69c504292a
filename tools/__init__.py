"""Small programs for those who work on the project; nothing of the product needs them.

What is generated comes from `made.py` (`make made`). They may import `tests.world` and
`tests.person`, the simulated assembly, and `tests.web.served`, a node that serves it.
"""

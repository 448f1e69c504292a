"""The tour: a sandbox for each visitor, an assembly of one's own in which weeks take minutes.

It is a real assembly at a real node in this process, under the real law with short periods, and
what happens in it is signed by people who are made up. Nothing of it is kept.
"""

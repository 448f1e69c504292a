"""Files that people bring, made ready to be shown: stripped of what they tell beside the point.

Decoders of pictures, films and documents are the largest and most attacked code that a server can
run. So they run in a process of their own (child.py), one at a time, with limits of the system on
memory, time and what is written, in a folder of their own, and without the server's settings; what
it answers is looked at like anything that comes from outside (preparing.py).
"""

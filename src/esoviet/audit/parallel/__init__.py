"""All cores at work: processes, and what goes to which of them. It decides nothing.

Whoever wants to know why an audit can be believed need not read it: what a job finds is the same
in any process, and with one core all jobs are done one after another in the main process.
"""

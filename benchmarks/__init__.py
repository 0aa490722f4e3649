"""Speed and memory of flashreport against named peers, measured in the same run.

``python -m benchmarks [NAME…]`` runs ``startup``, ``cold``, ``warm`` and ``rows``. Wall time on a shared
machine wanders, so each figure is a ratio of paired runs: ours and theirs in turn, the median of the
ratios. Nothing here runs in the tests but the small parts.
"""

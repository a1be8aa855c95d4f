"""What the software needs for its work: each module prints one line of JSON for each case.

    python3 start.py bench policy_list

A benchmark runs in a database of its own, which is made for it and thrown away: never in the charity's.
"""

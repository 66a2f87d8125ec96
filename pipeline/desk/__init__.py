"""工作台: the same workflows as the commands, with a face: a local web page for one person at this machine (DESK).

Views know `workflows` and nothing below; they add no rule, no store and no state: the folder is the truth.
"""

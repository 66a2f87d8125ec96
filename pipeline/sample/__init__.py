"""The invented year: figures and sentences of a made-up 2021, filled into the real forms.

Every reported figure and sentence here is invented; only the promises are the notice's.
"""

"""任务分解表: what is promised, who answers for it, how it is reckoned."""

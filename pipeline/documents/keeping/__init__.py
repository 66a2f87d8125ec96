"""收下改动: what people changed in a printed document, as rows of 编辑用语, and those rows put into it whenever it is made again."""

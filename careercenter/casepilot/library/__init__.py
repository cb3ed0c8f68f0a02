"""The library: public documents that an operator imports, cut into passages that can be found and cited."""

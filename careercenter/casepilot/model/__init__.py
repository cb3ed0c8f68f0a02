"""Answering with a model: any OpenAI-compatible endpoint, held to the sources that were retrieved."""

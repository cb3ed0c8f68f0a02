"""Text that gives orders to an assistant: it is data, read by people and never followed or answered from."""

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all|your)\b.{0,30}"
    r"\b(?:instructions?|rules?|prompts?|directions?|guidelines?|sources?)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b"
    r"|\byou are (?:now|no longer|an? (?:ai|assistant|language model|chatbot))\b"
    r"|\b(?:as|dear|attention:?|note to) (?:an? |the )?(?:ai|assistant|language model|llm|chatbot)\b"
    r"|\b(?:jailbreak|developer mode|do anything now)\b"
    r"|<\|?(?:im_start|system|endoftext)|\[/?INST\]", re.I | re.S)


def gives_orders(text: str) -> bool:
    """Whether a text speaks to an assistant and not to a coder."""
    return bool(_ORDERS.search(text))

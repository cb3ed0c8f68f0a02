"""Random tokens, their hashes, and keys derived from SECRET_KEY."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def new_token() -> str:
    """256 random bits, for a link or a cookie."""
    return token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database keeps of a token. A plain hash will do: nobody guesses 256 random bits."""
    return sha256(token.encode()).hexdigest()


def hash_code(code: str) -> str:
    """What the database keeps of a short code: a keyed hash, useless without SECRET_KEY."""
    return hmac.new(_derive("codes"), code.encode(), sha256).hexdigest()


def sign_id(public_id: str, purpose: str) -> str:
    """A token that names a thing and proves that we said so, for one purpose. Nothing of it need be stored: it is made
    again from SECRET_KEY."""
    return f"{public_id}.{hash_code(f'{purpose} {public_id}')[:40]}"


def encrypt(secret: str) -> str:
    """A secret that must be readable again, for the database or a cookie."""
    return _cipher().encrypt(secret.encode()).decode()


def decrypt(encrypted: str) -> str:
    """What `encrypt` hid.

    Raises:
        cryptography.fernet.InvalidToken: it was encrypted with another SECRET_KEY, or tampered with.
    """
    return _cipher().decrypt(encrypted.encode()).decode()


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(_derive("encryption")))


def _derive(purpose: str) -> bytes:
    key = current_app.config["SECRET_KEY"]
    return HKDF(SHA256(), 32, salt=None, info=f"careercenter accounts {purpose}".encode()).derive(key.encode())

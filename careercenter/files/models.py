"""What is known of a stored file, and of each time that somebody read it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, new_public_id, now


class StoredFile(Model):
    """A file in the storage. Its content is never changed: a new one is a new file."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    name: Mapped[str]  # as the person named it; for display and download alone
    content_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    erased_at: Mapped[datetime | None]

    @property
    def storage_key(self) -> str:
        return f"{self.public_id[:2]}/{self.public_id}"


class FileAccess(Model):
    """That somebody read a private file."""

    __tablename__ = "file_accesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    purpose: Mapped[str]

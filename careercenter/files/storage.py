"""Where bytes lie: in a folder of this machine, or in an S3-compatible bucket."""

from pathlib import Path
from typing import Any, Protocol, cast

import boto3
from botocore.exceptions import ClientError

from careercenter.config import Settings


class Missing(Exception):
    """No file has this key."""


class Storage(Protocol):
    """A flat store of bytes by key."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store it; a second time with the same key replaces it."""
        ...

    def get(self, key: str) -> bytes:
        """The bytes. Raises Missing."""
        ...

    def delete(self, key: str) -> None:
        """Remove it, if it is there."""
        ...

    def check(self) -> None:
        """Raise an error if files can't be stored and read now."""
        ...


class FolderStorage:
    """A folder that only this application's user may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        path = (self.folder / key).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise Missing(key)
        return path

    def put(self, key: str, content: bytes, content_type: str) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(path)

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise Missing(key) from error

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def check(self) -> None:
        _round_trip(self)


class BucketStorage:
    """A bucket of an S3-compatible service; credentials come from the environment, as boto3 reads them."""

    def __init__(self, *, bucket: str, endpoint: str, region: str) -> None:
        self.bucket = bucket
        self.client = cast(Any, boto3.client("s3", endpoint_url=endpoint or None, region_name=region))

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=content, ContentType=content_type,
                               ServerSideEncryption="AES256")

    def get(self, key: str) -> bytes:
        try:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                raise Missing(key) from error
            raise

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def check(self) -> None:
        _round_trip(self)


def _round_trip(storage: Storage) -> None:
    storage.put("check", b"check", "text/plain")
    if storage.get("check") != b"check":
        raise OSError("what was stored doesn't read back")
    storage.delete("check")


def open_storage(chosen: Settings) -> Storage:
    """The storage that the settings name."""
    if chosen.s3_bucket:
        return BucketStorage(bucket=chosen.s3_bucket, endpoint=chosen.s3_endpoint, region=chosen.s3_region)
    return FolderStorage(chosen.data_dir / "files")

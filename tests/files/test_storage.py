"""The contract of every storage."""

import stat
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from careercenter.config import Settings
from careercenter.files.storage import BucketStorage, FolderStorage, Missing, Storage, open_storage


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request, tmp_path, monkeypatch) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "files")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    address = request.getfixturevalue("s3_address")
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket="private")
    return BucketStorage(bucket="private", endpoint=address, region="us-east-1")


class TestContract:
    def test_what_was_put_is_got(self, storage):
        storage.put("ab/abc", b"\x00one\xff", "application/pdf")
        assert storage.get("ab/abc") == b"\x00one\xff"

    def test_a_second_put_replaces_the_first(self, storage):
        storage.put("ab/abc", b"one", "text/plain")
        storage.put("ab/abc", b"two", "text/plain")
        assert storage.get("ab/abc") == b"two"

    def test_what_is_not_there_is_missing(self, storage):
        with pytest.raises(Missing):
            storage.get("no/such")

    def test_what_was_deleted_is_missing_and_deleting_twice_is_well(self, storage):
        storage.put("ab/abc", b"one", "text/plain")
        storage.delete("ab/abc")
        storage.delete("ab/abc")
        with pytest.raises(Missing):
            storage.get("ab/abc")

    def test_its_check_passes_and_leaves_nothing(self, storage):
        storage.check()
        with pytest.raises(Missing):
            storage.get("check")


class TestFolder:
    def test_a_file_is_readable_by_its_user_alone(self, tmp_path):
        FolderStorage(tmp_path).put("ab/abc", b"one", "text/plain")
        assert stat.S_IMODE((tmp_path / "ab/abc").stat().st_mode) == 0o600

    @pytest.mark.parametrize("key", ["../outside", "/etc/passwd", "ab/../../outside"])
    def test_no_key_leads_out_of_it(self, tmp_path, key):
        with pytest.raises(Missing):
            FolderStorage(tmp_path / "files").get(key)

    def test_its_check_fails_where_nothing_can_be_written(self, tmp_path):
        (tmp_path / "files").write_text("not a folder")
        with pytest.raises(OSError):
            FolderStorage(tmp_path / "files").check()


def test_a_bucket_s_check_fails_without_the_bucket(s3_address, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with pytest.raises(Exception, match="NoSuchBucket"):
        BucketStorage(bucket="elsewhere", endpoint=s3_address, region="us-east-1").check()


def test_the_settings_choose_the_storage(tmp_path):
    assert isinstance(open_storage(Settings(data_dir=tmp_path)), FolderStorage)
    chosen = open_storage(Settings(s3_bucket="private", s3_endpoint="http://127.0.0.1:1"))
    assert isinstance(chosen, BucketStorage)

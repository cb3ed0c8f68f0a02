"""Both resolvers keep one contract; the real one asks a small name server of this machine."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from careercenter.employers.resolvers import DnsResolver, Resolver, ResolverDown, ZoneFile

RECORDS = {"mercy.example": ["v=spf1 -all", "careercenter-verify=abc"], "long.example": ["x" * 300]}


def answer(question: bytes) -> bytes:
    query = dns.message.from_wire(question)
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    name = query.question[0].name.to_text(omit_final_dot=True)
    if name == "broken.example":
        response.set_rcode(dns.rcode.SERVFAIL)
    elif name in RECORDS:
        parts = [" ".join(f'"{text[at:at + 255]}"' for at in range(0, len(text), 255)) for text in RECORDS[name]]
        response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *parts))
    elif name != "empty.example":
        response.set_rcode(dns.rcode.NXDOMAIN)
    return response.to_wire()


@pytest.fixture
def name_server() -> Iterator[int]:
    """The port of a name server that knows RECORDS."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    question, client = server.recvfrom(4096)
                    if question == b"end":
                        return
                    server.sendto(answer(question), client)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        yield port
        server.sendto(b"end", ("127.0.0.1", port))
        thread.join(2)


@pytest.fixture(params=["dns", "file"])
def resolver(request: pytest.FixtureRequest, tmp_path: Path) -> Resolver:
    if request.param == "dns":
        return DnsResolver(nameservers=["127.0.0.1"], port=request.getfixturevalue("name_server"), seconds=2)
    path = tmp_path / "dns-txt.txt"
    path.write_text("\n".join(f"{name} {text}" for name, texts in RECORDS.items() for text in texts))
    return ZoneFile(path)


class TestResolver:
    def test_reads_every_record(self, resolver):
        assert sorted(resolver.list_txt("mercy.example")) == ["careercenter-verify=abc", "v=spf1 -all"]

    def test_joins_the_parts_of_a_long_one(self, resolver):
        assert resolver.list_txt("long.example") == ["x" * 300]

    @pytest.mark.parametrize("domain", ["empty.example", "missing.example"])
    def test_finds_nothing_where_nothing_is(self, resolver, domain):
        assert resolver.list_txt(domain) == []


@pytest.mark.parametrize("domain", ["broken.example"])
def test_a_server_that_fails_is_told_apart_from_no_record(name_server, domain):
    with pytest.raises(ResolverDown):
        DnsResolver(nameservers=["127.0.0.1"], port=name_server, seconds=1).list_txt(domain)


def test_a_missing_file_is_an_empty_zone(tmp_path):
    assert ZoneFile(tmp_path / "none").list_txt("mercy.example") == []

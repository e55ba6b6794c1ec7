import os
import socket
import tempfile
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.mark.parametrize(
    ("family", "host"),
    [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "::1")],
)
def test_no_test_reaches_the_network(family: socket.AddressFamily, host: str) -> None:
    with (
        socket.socket(family, socket.SOCK_STREAM) as sock,
        pytest.raises(RuntimeError, match=r"socket\.connect"),
    ):
        sock.connect((host, 9))


def test_no_test_sends_a_datagram() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(RuntimeError, match=r"socket\.sendto"),
    ):
        sock.sendto(b"x", ("192.0.2.1", 9))


def test_no_test_looks_a_name_up() -> None:
    with pytest.raises(RuntimeError, match="getaddrinfo"):
        socket.getaddrinfo("exemple.invalid", 80)


def test_local_sockets_stay_allowed() -> None:
    if not hasattr(socket, "AF_UNIX"):
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/s")
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(f"{folder}/s")
            assert client.getpeername() == f"{folder}/s"


def test_profile_is_empty_and_temporary(profil: Path, tmp_path: Path) -> None:
    assert list(profil.iterdir()) == []
    assert profil.is_relative_to(tmp_path)


def test_home_is_not_the_one_of_the_developer() -> None:
    assert Path.home().name.startswith("caseapp-home-")
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ


def test_a_file_left_in_home_fails_the_test(pytester: pytest.Pytester) -> None:
    conftest = (Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest)
    pytester.makepyfile("from pathlib import Path\ndef test_x(): (Path.home() / 'trace').write_text('x')")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*left files in HOME: ?'trace'?"])

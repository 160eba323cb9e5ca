import pytest

from replicard.capture.git.remote import public_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/lab/nuclei.git", "https://example.org/lab/nuclei.git"),
        ("https://tok3n@example.org/lab/nuclei", "https://example.org/lab/nuclei"),
        ("https://user:p@ss@example.org:8443/nuclei", "https://example.org:8443/nuclei"),
        ("https://oauth2:tok3n@example.org/a?private_token=x#y", "https://example.org/a"),
        ("git@example.org:lab/nuclei.git", "ssh://example.org/lab/nuclei.git"),
        ("example.org:lab/nuclei.git", "ssh://example.org/lab/nuclei.git"),
        ("ssh://git@example.org:22/lab/nuclei.git", "ssh://example.org:22/lab/nuclei.git"),
        ("https://example.org/users/lab/nuclei", "https://example.org/users/lab/nuclei"),
        ("https://example.org/scm/~lab/nuclei", "https://example.org/scm/~lab/nuclei"),
        ("https://[2606:4700::1111]/nuclei", "https://[2606:4700::1111]/nuclei"),
    ],
)
def test_an_address_is_reported_without_what_is_secret(url: str, expected: str) -> None:
    assert public_address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/home/name/nuclei",
        "../nuclei",
        "~/nuclei",
        r"C:\Users\name\nuclei",
        "C:/Users/name/nuclei",
        "file:///home/name/nuclei",
        r"\\server\share\nuclei",
        "ext::sh -c touch% /tmp/x",
        "name@server:nuclei.git",
        "ssh://name@server/nuclei.git",
        "ssh://name@example.org/home/name/nuclei.git",
        "name@example.org:/Users/name/nuclei.git",
        "https://localhost/nuclei",
        "https://127.0.0.1/nuclei",
        "https://192.168.0.7/nuclei",
        "https://[::1]/nuclei",
        "https://box.local/nuclei",
        "https://example.org:port/nuclei",
        "https://[broken/nuclei",
        "https://example.org/\x1b[2J",
        "https://example.org/" + "a" * 600,
    ],
)
def test_what_leads_nowhere_for_others_is_not_reported(url: str) -> None:
    assert public_address(url) is None

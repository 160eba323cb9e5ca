"""The address of the remote repository, without anything that is nobody's business."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from replicard.capture.git.configuration import Configuration

MAX_ADDRESS = 500
_SCHEMES = frozenset({"http", "https", "ssh", "git", "git+ssh", "ssh+git"})
# git@example.org:group/project.git
_SHORT = re.compile(r"(?:[^@/:\s]{1,100}@)?([A-Za-z0-9.-]{1,253}):(?!//)([^\s:]{1,400})")
_PERSONAL = ("/home/", "/users/", "/~", "/root/", "/mnt/", "/media/", "/volumes/")


def remote_address(configuration: Configuration, *, branch: str | None) -> str | None:
    """Return the address of the remote that ``branch`` follows, else of the main one.

    The main one is called ``origin``, or else is the first. None if there is none, or
    its address says nothing to others.
    """
    known = configuration.subsections("remote")
    followed = configuration.get("branch", branch, "remote") if branch else None
    for name in (followed, "origin", *known):
        url = configuration.get("remote", name, "url") if name in known and name else None
        if url is not None:
            return public_address(url)
    return None


def public_address(url: str) -> str | None:
    """Return an address without user, password, query and fragment.

    Returns None for what leads to a place on this machine or in a private network, to
    somebody's home folder, or is not an address: it would tell others something about
    the author's surroundings, and lead nowhere.

    Examples
    --------
    >>> public_address("https://user:token@example.org/lab/nuclei.git?key=1")
    'https://example.org/lab/nuclei.git'
    >>> public_address("git@example.org:lab/nuclei.git")
    'ssh://example.org/lab/nuclei.git'
    >>> public_address("/home/user/nuclei") is public_address("server:nuclei.git") is None
    True
    """
    if len(url) > MAX_ADDRESS or not url.isprintable():
        return None
    if short := _SHORT.fullmatch(url):
        url = f"ssh://{short[1]}/{short[2].lstrip('/')}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not _is_public(parts):
        return None
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{'' if port is None else f':{port}'}{parts.path}"


def _is_public(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if parts.scheme not in _SCHEMES:
        return False
    if "ssh" in parts.scheme and parts.path.lower().startswith(_PERSONAL):
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        # A name without a dot is known within one network only.
        return "." in host.strip(".") and not host.endswith((".local", ".localhost", ".internal"))

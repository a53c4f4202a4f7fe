"""Which addresses may be asked, and a token sent to."""

import ipaddress

import httpx

from analysis.errors import AnalysisError


def checked_base(base: str) -> str:
    """The address without a slash at its end, where it may be asked.

    >>> checked_base("https://api.jobindsats.dk/v3/")
    'https://api.jobindsats.dk/v3'

    Raises
    ------
    AnalysisError
        If it is no address, has a user, a query or a fragment, or is not encrypted and not on this machine.
    """
    how = "Give it as https://api.jobindsats.dk/v3 or https://api.statbank.dk/v1."
    try:
        url = httpx.URL(base.strip())
    except (httpx.InvalidURL, TypeError):
        raise AnalysisError(f"--url is not an address. {how}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise AnalysisError(f"--url is not an address of the web. {how}")
    if url.userinfo:
        raise AnalysisError(f"--url holds a user or a password for {url.host}; leave them out. {how}")
    if url.query or url.fragment:
        raise AnalysisError(f"--url holds more than an address: leave out what follows ? or #. {how}")
    if url.scheme == "http" and not _this_machine(url.host):
        raise AnalysisError(
            f"--url would ask {url.host} unencrypted, where a token and figures are open to others. Use https://."
        )
    return str(url).rstrip("/")


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

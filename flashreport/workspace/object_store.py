"""A folder in an object store: whole files by name, through ``obstore`` (extra ``object-store``).

``s3://bucket/folder``, ``gs://``, ``az://``; ``file:///folder`` is one on this machine. Keys and
endpoint come from the environment, as ``obstore`` takes them: ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL`` and their like of other clouds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Store

SCHEMES = ("s3", "gs", "az", "file")
_PATIENCE = timedelta(seconds=30)
_REFUSED = ("PermissionDenied", "Unauthenticated", "403 Forbidden", "401 Unauthorized")
_NO_BUCKET = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")
_LONGEST = 200


class ObjectFolder:
    """Files below one address; a file is there whole or not at all.

    Every method raises FlashreportError ``workspace.store-…``: ``-no-driver``, ``-bad-url``,
    ``-no-bucket``, ``-forbidden`` or ``-unreachable``.
    """

    def __init__(self, url: str, *, key: str) -> None:
        """``key`` is the setting that the address stands in, for errors."""
        self.url, self._key = url.rstrip("/"), key

    def where(self, name: str) -> str:
        """The address of a file, for people."""
        return f"{self.url}/{name}"

    def get(self, name: str) -> bytes:
        """The content; FileNotFoundError when there is no such file."""
        with self._telling(name):
            return bytes(self._store.get(name).bytes())

    def size(self, name: str) -> int | None:
        """Bytes; None when there is no such file."""
        try:
            with self._telling(name):
                return int(self._store.head(name)["size"])
        except FileNotFoundError:
            return None

    def put(self, name: str, content: bytes) -> None:
        """Write a file, in place of one that is there."""
        try:
            with self._telling(name):
                self._store.put(name, content)
        except FileNotFoundError as error:  # what some stores say when the bucket is not there
            raise self._no_bucket() from error

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        try:
            with self._telling(name):
                self._store.delete(name)
        except FileNotFoundError:
            return

    def names(self, below: str = "") -> Iterator[str]:
        """The names of all files, or of those in one folder, in any order."""
        with self._telling(below):
            for some in self._store.list(below or None):
                yield from (str(one["path"]) for one in some)

    @cached_property
    def _store(self) -> "Store":
        parts = urlsplit(self.url)
        if parts.scheme not in SCHEMES or "@" in parts.netloc or not (parts.netloc or parts.scheme == "file"):
            raise FlashreportError(
                "workspace.store-bad-url",
                phrase("'{url}' is no address of an object store.", url=f"{parts.scheme}://{parts.path}"),
                "Write s3://bucket/folder; keys belong into the environment, not into the address.",
                Place(file="flashreport.toml", key=self._key),
            )
        try:
            from obstore.store import LocalStore, from_url
        except ImportError as error:
            raise FlashreportError(
                "workspace.store-no-driver",
                "files are to be kept in an object store, but its driver is not installed.",
                "Run: pip install 'flashreport[object-store]'",
                Place(file="flashreport.toml", key=self._key),
            ) from error
        if parts.scheme == "file":
            return LocalStore(parts.path, mkdir=True)
        with self._telling(""):
            # without client options: given ones would hide those of the environment
            return from_url(self.url, retry_config={"max_retries": 4, "retry_timeout": _PATIENCE})

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except FileNotFoundError as error:
            if any(word in str(error) for word in _NO_BUCKET):
                raise self._no_bucket() from error
            raise FileNotFoundError(2, "there is no such file", name) from error
        except (BaseError, OSError) as error:
            raise self._told(error, name) from error

    def _no_bucket(self) -> FlashreportError:
        return FlashreportError(
            "workspace.store-no-bucket",
            phrase("the object store has no bucket for {url}.", url=self.url),
            "Make the bucket, or mend its name.",
            Place(file="flashreport.toml", key=self._key, value=self.url),
        )

    def _told(self, error: Exception, name: str) -> FlashreportError:
        text = str(error)
        if any(word in text for word in _NO_BUCKET):
            return self._no_bucket()
        place = Place(file=self.where(name).rstrip("/"), key=self._key)
        if isinstance(error, PermissionError) or any(
            word in text or word in type(error).__name__ for word in _REFUSED
        ):
            return FlashreportError(
                "workspace.store-forbidden",
                phrase("the object store refuses access to {url}.", url=self.url),
                "Give a key that may list, read and write: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                place,
            )
        return FlashreportError(
            "workspace.store-unreachable",
            phrase("the object store cannot be used: {reason}.", reason=_short(text)),
            "Check the network, the store, AWS_ENDPOINT_URL and AWS_REGION; then run the command again.",
            place,
        )


def _short(text: str) -> str:
    """The words of a driver's error without what it adds for programmers."""
    lines = text.partition("Debug source")[0].split()
    return " ".join(lines)[:_LONGEST].rstrip(".")

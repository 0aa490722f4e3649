"""How copies leave the house: mail server, channels, what is signed and encrypted on the way."""

from typing import Literal, Self

from pydantic import Field, model_validator

from flashreport.errors import phrase
from flashreport.workspace.model import Name, Settings

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class Secret(Settings):
    """Where a secret is found; it never stands in the settings themselves. At most one is given."""

    password_env: str = ""
    password_file: str = ""
    password_command: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(map(bool, (self.password_env, self.password_file, self.password_command))) > 1:
            raise ValueError(phrase("Give one of password_env, password_file and password_command"))
        return self

    @property
    def given(self) -> bool:
        """Whether any source is named."""
        return bool(self.password_env or self.password_file or self.password_command)


class ServerSettings(Secret):
    """The company's mail server. Without ``port`` that of the security: 587, 465 or 25."""

    host: str = Field(min_length=1, pattern=r"^[^\s/@]+$")
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    login: Literal["password", "oauth2"] = "password"
    verify: bool = True
    ca_file: str = ""
    timeout: int = Field(default=30, ge=1, le=600)

    @property
    def port_number(self) -> int:
        """The port, or the usual one."""
        return self.port or _PORTS[self.security]

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if self.username and not self.given:
            raise ValueError(phrase("Username needs one of password_env, password_file and password_command"))
        if self.given and not self.username:
            raise ValueError(phrase("A password needs a username"))
        return self


class Encryption(Secret):
    """The password of an audience's PDF. Only the copy that leaves the house is encrypted (AES-256).

    The mail's own text then tells no pay: that stands in the PDF alone.
    """

    @model_validator(mode="after")
    def _has_a_password(self) -> Self:
        if not self.given:
            raise ValueError(phrase("Encrypt needs one of password_env, password_file and password_command"))
        return self


class DkimSettings(Settings):
    """The signature that tells a receiver that a mail is from this domain (DKIM, RFC 6376).

    The public half of the key is in the DNS, as the TXT record ``SELECTOR._domainkey.DOMAIN``.
    """

    domain: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)+$")
    selector: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
    key_file: str = Field(min_length=1)


class ChannelSettings(Secret):
    """A channel beside mail: a folder on a share, an object store, or a webhook signed with the password."""

    name: Name
    kind: Literal["folder", "object-store", "webhook"]
    path: str = ""
    url: str = Field(default="", pattern=r"^((https?|s3|gs|az|file)://\S+)?$")
    ca_file: str = ""
    timeout: int = Field(default=30, ge=1, le=600)

    @model_validator(mode="after")
    def _has_its_place(self) -> Self:
        if self.kind == "folder" and not self.path:
            raise ValueError(phrase("A folder needs a path"))
        posts = self.url.startswith("http")
        if self.kind == "object-store" and (posts or not self.url):
            raise ValueError(phrase("An object store needs a url such as s3://bucket/folder"))
        if self.kind == "webhook" and not (posts and self.given):
            raise ValueError(
                phrase("a webhook needs a url and one of password_env, password_file and password_command")
            )
        return self

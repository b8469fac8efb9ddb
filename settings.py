"""Everything configurable, read once at start."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent

SHORTEST_KEY = 24

_SITE = re.compile(r"https?://(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?", re.ASCII)

_LIMIT = re.compile(
    r"[1-9]\d{0,6}/(?:\d{1,3} )?(?:second|minute|hour|day)", re.ASCII
)  # 20/minute, 100/2 hour


class Settings(BaseSettings):
    """Read from HOIPHUONG_* environment variables and `.env` beside this file."""

    model_config = SettingsConfigDict(env_prefix="HOIPHUONG_", env_file=ROOT / ".env", extra="ignore")

    data: Path = Field(default=ROOT / "data", description="Folder of index generations and state.")
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the web server listens on.")
    seats: int = Field(default=2, ge=1, le=256, description="Questions that are answered at the same time.")
    queue: int = Field(
        default=64,
        ge=0,
        le=10_000,
        description="Questions that wait for that; others come again later.",
    )
    queue_wait: float = Field(default=0.8, gt=0, le=60, description="Most seconds a question waits for that.")
    limit_asking: str = Field(
        default="20/minute;600/day",
        description="Questions from one address (IPv6: one /64) without login or key; empty: no limit.",
    )
    limit_keys: str = Field(
        default="120/minute", description="Questions with one key, or by one account; empty: no limit."
    )
    limit_chats: str = Field(default="6/minute", description="Messages from one chat; empty: no limit.")
    limit_logins: str = Field(default="10/minute", description="Logins tried from one address; empty: any.")
    keep_questions: int = Field(default=30, ge=1, description="Days the words of questions are kept.")
    keep_figures: int = Field(default=365, ge=1, description="Days the counts of a day are kept.")
    keep_security: int = Field(default=365, ge=1, description="Days the log of what was refused is kept.")
    keep_audit: int = Field(default=730, ge=1, description="Days the audit trail is kept.")
    log_format: Literal["text", "json"] = Field(default="text", description="Form of the log: text or json.")
    otel_url: str = Field(
        default="",
        description="Where an OpenTelemetry collector takes traces (OTLP, gRPC); empty: none.",
    )
    embedding: str = Field(
        default="",
        description="A sentence-transformers model by name or folder; empty: the bundled static one.",
    )
    reranker: str = Field(
        default="",
        description="A sentence-transformers cross-encoder that rereads the first 20 passages; empty: none.",
    )
    internal_key: SecretStr = Field(
        default=SecretStr(""),
        description="Who sends it as a Bearer key reads the internal edition too; empty: nobody does.",
    )
    public_url: str = Field(
        default="", description="Where people reach the pages: links in chats, webhooks. Empty: none."
    )
    embed_sites: str = Field(
        default="",
        description="Sites that may show the ask box of /nhung.js, with a space between: https://phuong.vn",
    )
    chat_internal: bool = Field(
        default=False,
        description="1: chats that send a one-time code get internal answers; see docs/channels.md first.",
    )
    chat_documents: bool = Field(
        default=False,
        description="1: an official may send documents in a private Telegram chat that holds a code.",
    )
    telegram_token: SecretStr = Field(
        default=SecretStr(""), description="Token of the Telegram bot; empty: no Telegram."
    )
    telegram_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret of the Telegram webhook at HOIPHUONG_PUBLIC_URL/hooks/telegram; empty: polling.",
    )
    telegram_url: str = Field(
        default="https://api.telegram.org", description="Where the Telegram Bot API answers."
    )
    read_seconds: int = Field(default=45, ge=1, description="Most seconds to read a file, or a scanned page.")
    read_memory_mb: int = Field(default=1024, ge=256, description="Most memory to read a file, in MB.")
    read_pages: int = Field(default=2000, ge=1, description="Most pages of a file.")
    read_file_mb: int = Field(default=100, ge=1, description="Largest file that is read, in MB.")
    zalo_token: SecretStr = Field(
        default=SecretStr(""), description="Token of the Zalo bot; empty: no Zalo bot."
    )
    zalo_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret of the Zalo webhook at HOIPHUONG_PUBLIC_URL/hooks/zalo; empty: polling.",
    )
    zalo_name: str = Field(default="", description="What members of a Zalo group call the bot.")
    zalo_monthly: int = Field(
        default=3000, ge=0, description="Messages a month that the Zalo plan allows; 0: not counted."
    )
    zalo_url: str = Field(
        default="https://bot-api.zaloplatforms.com", description="Where the Zalo Bot Platform answers."
    )
    zalo_oa_app: str = Field(default="", description="App id of the Zalo Official Account; empty: none.")
    zalo_oa_app_secret: SecretStr = Field(
        default=SecretStr(""), description="App secret of the Official Account, renews its tokens."
    )
    zalo_oa_secret: SecretStr = Field(
        default=SecretStr(""),
        description="OA secret key, signs what comes to /hooks/zalo-oa.",
    )
    zalo_oa_refresh_token: SecretStr = Field(
        default=SecretStr(""), description="First refresh token of the Official Account."
    )
    zalo_oa_url: str = Field(
        default="https://openapi.zalo.me", description="Where the API of Official Accounts answers."
    )
    zalo_oa_login_url: str = Field(
        default="https://oauth.zaloapp.com", description="Where its tokens are renewed."
    )

    model: str = Field(
        default="",
        description="A language model as provider:name; empty: none, answers are quotes.",
    )
    model_url: str = Field(default="", description="Where the model answers, if not at its provider's own.")
    model_key: SecretStr = Field(
        default=SecretStr(""),
        description="The key for the model; empty: that of its provider's own variable.",
    )
    model_timeout: float = Field(
        default=30, ge=1, le=600, description="Seconds an answer waits for the model before it quotes."
    )
    model_tokens: int = Field(default=0, ge=0, description="Tokens the model may use a day; 0: no limit.")
    model_internal: bool = Field(
        default=False, description="Whether a model outside the ward's network may read the internal edition."
    )

    @field_validator("embed_sites")
    @classmethod
    def _sites(cls, sites: str) -> str:
        if wrong := [site for site in sites.split() if not _SITE.fullmatch(site)]:
            raise ValueError(f"not https://host or https://host:port: {wrong[0]}")
        return sites

    @field_validator("limit_asking", "limit_keys", "limit_chats", "limit_logins")
    @classmethod
    def _limits(cls, limits: str) -> str:
        if wrong := [each for each in limits.split(";") if limits and not _LIMIT.fullmatch(each.strip())]:
            raise ValueError(f"not like 20/minute;600/day: {wrong[0]}")
        return limits

    @field_validator("internal_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"shorter than {SHORTEST_KEY} characters")
        return key

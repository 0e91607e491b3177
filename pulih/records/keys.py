"""The keys kept outside the database, so that a stolen database or backup gives no national number away."""

import contextlib
import functools
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12
_CURRENT = "current"
_INDEX = "index.key"
_SEAL = "seal.key"


class KeyTrouble(Exception):
    """A key is missing or does not fit; the message says which and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def key_folder() -> Path:
    """Where the keys lie: PULIH_KEYS, else `keys` in what this installation keeps for itself."""
    if named := os.environ.get("PULIH_KEYS"):
        return Path(named).resolve()
    return Path(os.environ.get("PULIH_HOME") or ".pulih").resolve() / "keys"


def _write(path: Path, text: str, *, replace: bool = False) -> None:
    """Write a secret so that only we can read it and a crash leaves the old or the new one, never half."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        if replace:
            fresh.replace(path)
        else:
            os.link(fresh, path)  # unlike a rename, this never overwrites a key
    except FileExistsError:
        raise KeyTrouble("key_exists", f"{path} exists already; a key is never overwritten.") from None
    finally:
        fresh.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    """One key, kept as hexadecimal text so that a second copy can be printed."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise KeyTrouble(
            "key_missing",
            f"{path} is missing. Make keys with `pulih keys init`, or put back the second copy.",
        ) from None
    except PermissionError:
        raise KeyTrouble("key_unreadable", f"{path} cannot be read by this user.") from None
    except ValueError:
        raise KeyTrouble("key_damaged", f"{path} is damaged. Put back the second copy.") from None
    if len(key) != KEY_BYTES:
        raise KeyTrouble("key_damaged", f"{path} is damaged. Put back the second copy.")
    return key


@dataclass(frozen=True)
class Keys:
    """The keys of one installation: data keys by id, the index key and the key that signs audit heads."""

    folder: Path
    data: dict[str, bytes]
    index: bytes
    seal: Ed25519PrivateKey

    @classmethod
    def create(cls, folder: Path) -> "Keys":
        """Make a folder of new keys; what exists already is never overwritten."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        if not (folder / _CURRENT).exists() and not any(folder.glob("data-*.key")):
            _new_data_key(folder)
        for name in (_INDEX, _SEAL):
            if not (folder / name).exists():
                _write(folder / name, secrets.token_hex(KEY_BYTES))
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "Keys":
        """Read a folder of keys; refuses when one is missing or damaged."""
        loaded = cls(
            folder,
            _data_keys(folder),
            _read(folder / _INDEX),
            Ed25519PrivateKey.from_private_bytes(_read(folder / _SEAL)),
        )
        loaded.current_id()
        return loaded

    def current_id(self) -> str:
        """The id of the key for new numbers; read each time, because another process may rotate."""
        try:
            current = (self.folder / _CURRENT).read_text().strip()
        except FileNotFoundError:
            raise KeyTrouble(
                "key_missing", f"{self.folder / _CURRENT} is missing. Put back the second copy."
            ) from None
        self._data_key(current)
        return current

    def _data_key(self, key_id: str) -> bytes:
        if key_id not in self.data:
            self.data.update(_data_keys(self.folder))
        if key_id not in self.data:
            raise KeyTrouble(
                "key_missing", f"Data key {key_id} is not in {self.folder}. Put back the second copy."
            )
        return self.data[key_id]

    def seal_text(self, text: str, row_id: UUID) -> bytes:
        """Encrypt a text for one row; moved to another row it does not open."""
        key_id = self.current_id()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._data_key(key_id)).encrypt(nonce, text.encode(), row_id.bytes)
        return bytes.fromhex(key_id) + nonce + sealed

    def open_text(self, cipher: bytes, row_id: UUID) -> str:
        """Decrypt a text; refuses a changed one and one from another row."""
        cipher = bytes(cipher)
        nonce = cipher[_ID_BYTES : _ID_BYTES + _NONCE_BYTES]
        key = self._data_key(cipher[:_ID_BYTES].hex())
        try:
            return AESGCM(key).decrypt(nonce, cipher[_ID_BYTES + _NONCE_BYTES :], row_id.bytes).decode()
        except (InvalidTag, ValueError):
            raise KeyTrouble("text_does_not_open", f"What row {row_id} holds was changed.") from None

    def seal_number(self, number: str, person_id: UUID) -> bytes:
        """Encrypt a national number for one person's row."""
        return self.seal_text(number, person_id)

    def open_number(self, cipher: bytes, person_id: UUID) -> str:
        """Decrypt a national number; refuses a changed one and one from another person's row."""
        try:
            return self.open_text(cipher, person_id)
        except KeyTrouble as trouble:
            if trouble.code != "text_does_not_open":
                raise
            raise KeyTrouble(
                "number_does_not_open",
                f"The national number of person {person_id} was changed or belongs elsewhere.",
            ) from None

    def index_number(self, number: str) -> bytes:
        """The blind index that finds a number without storing it; the caller normalises the number."""
        return hmac.digest(self.index, number.encode(), "sha256")

    def sign_head(self, head: bytes) -> bytes:
        """Sign the head of the audit with a key the database does not hold."""
        return self.seal.sign(head)

    def verify_head(self, head: bytes, signature: bytes) -> bool:
        """Whether a signature is ours and of this head."""
        try:
            self.seal.public_key().verify(signature, head)
        except InvalidSignature:
            return False
        return True

    def public_key(self) -> bytes:
        """What others need to check our signatures."""
        return self.seal.public_key().public_bytes_raw()

    def rotate(self) -> str:
        """Make a new data key and seal with it from now on; the old ones stay to open what they sealed."""
        return _new_data_key(self.folder)

    def needs_rotation(self, cipher: bytes) -> bool:
        """Whether a number is sealed with another key than the current one."""
        return bytes(cipher[:_ID_BYTES]).hex() != self.current_id()

    def reseal_people(
        self, connection: Any, *, batch: int = 500, tell: Callable[[int], None] | None = None
    ) -> int:
        """Seal every number anew that an older key sealed; short transactions, and safe to run again."""
        current, done = bytes.fromhex(self.current_id()), 0
        while True:
            with connection.transaction(), connection.cursor() as cursor:
                rows = cursor.execute(
                    "SELECT id, national_number_cipher FROM person"
                    " WHERE national_number_cipher IS NOT NULL"
                    " AND substring(national_number_cipher FROM 1 FOR 4) <> %s"
                    " ORDER BY id LIMIT %s FOR UPDATE",
                    (current, batch),
                ).fetchall()
                sealed = [
                    (self.seal_number(self.open_number(old, person), person), person) for person, old in rows
                ]
                if sealed:
                    cursor.executemany("UPDATE person SET national_number_cipher = %s WHERE id = %s", sealed)
            if not rows:
                return done
            done += len(rows)
            if tell is not None:
                tell(done)


def _data_keys(folder: Path) -> dict[str, bytes]:
    """Every data key of a folder by its id."""
    found = {path.stem.removeprefix("data-"): _read(path) for path in sorted(folder.glob("data-*.key"))}
    if not found:
        raise KeyTrouble("key_missing", f"There are no keys in {folder}. Make them with `pulih keys init`.")
    return found


def _new_data_key(folder: Path) -> str:
    """Write a data key under a random id, then name it the current one."""
    key_id = secrets.token_hex(_ID_BYTES)
    _write(folder / f"data-{key_id}.key", secrets.token_hex(KEY_BYTES))
    _write(folder / _CURRENT, key_id, replace=True)
    return key_id


@functools.lru_cache(maxsize=1)
def keys() -> Keys:
    """The keys of this installation, read once a process."""
    return Keys.load(key_folder())


def too_open(folder: Path) -> list[Path]:
    """The folder and the files in it that somebody else than their owner may open."""
    found = []
    for path in (folder, *sorted(folder.glob("*"))):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mode & 0o077:
                found.append(path)
    return found

"""Redis in this process, on the year's clock: what expires in an hour expires in an hour of the year.

It answers the commands that Frappe's cache sends, and fails on any other. Nothing of the year reaches the real one.
"""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

IGNORED = ("PUBLISH", "PING", "LPUSH")


class Cache:
	"""Values, hashes and numbers by key; each may expire."""

	def __init__(self):
		self.values: dict[bytes, Any] = {}
		self.until: dict[bytes, float] = {}

	def replace(self, patch: pytest.MonkeyPatch) -> None:
		"""Answer every Redis command of this process until `patch` is undone."""
		patch.setattr(
			redis.Redis, "execute_command", lambda _client, *command, **_options: self.answer(*command)
		)

	def answer(self, command: str, *arguments: Any) -> Any:
		if command in IGNORED:
			return 0
		key, *rest = [_bytes(argument) for argument in arguments]
		if self.until.get(key, float("inf")) <= time.time():
			self._delete(key)
		return COMMANDS[command](self, key, *rest)

	def _delete(self, *keys: bytes) -> int:
		for key in keys:
			self.until.pop(key, None)
		return sum(self.values.pop(key, None) is not None for key in keys)

	def _set(self, key: bytes, value: bytes, *options: bytes) -> bool:
		self._delete(key)
		self.values[key] = value
		if b"EX" in options:
			self._expire(key, options[options.index(b"EX") + 1])
		return True

	def _expire(self, key: bytes, seconds: bytes) -> int:
		self.until[key] = time.time() + int(seconds)
		return 1

	def _increase(self, key: bytes, by: bytes = b"1") -> int:
		self.values[key] = b"%d" % (int(self.values.get(key, 0)) + int(by))
		return int(self.values[key])

	def _keys(self, pattern: bytes) -> list[bytes]:
		wanted = re.compile(re.escape(pattern).replace(rb"\*", b".*"), re.DOTALL)
		return [key for key in self.values if wanted.fullmatch(key)]

	def _hash(self, key: bytes) -> dict[bytes, bytes]:
		return self.values.get(key) or {}

	def _hset(self, key: bytes, *pairs: bytes) -> int:
		self.values.setdefault(key, {}).update(zip(pairs[::2], pairs[1::2], strict=True))
		return 1

	def _hdel(self, key: bytes, *fields: bytes) -> int:
		return sum(self._hash(key).pop(field, None) is not None for field in fields)


COMMANDS: dict[str, Callable] = {
	"GET": lambda cache, key: cache.values.get(key),
	"SET": Cache._set,
	"SETEX": lambda cache, key, seconds, value: cache._set(key, value, b"EX", seconds),
	"DEL": Cache._delete,
	"UNLINK": Cache._delete,
	"EXISTS": lambda cache, *keys: sum(key in cache.values for key in keys),
	"EXPIRE": Cache._expire,
	"INCRBY": Cache._increase,
	"INCR": Cache._increase,
	"KEYS": Cache._keys,
	"HGET": lambda cache, key, field: cache._hash(key).get(field),
	"HSET": Cache._hset,
	"HDEL": Cache._hdel,
	"HGETALL": lambda cache, key: dict(cache._hash(key)),
	"HKEYS": lambda cache, key: [*cache._hash(key)],
	"HEXISTS": lambda cache, key, field: field in cache._hash(key),
	"SMEMBERS": lambda cache, key: set(cache._hash(key)),
	"SISMEMBER": lambda cache, key, member: member in cache._hash(key),
	"SADD": lambda cache, key, *members: cache._hset(
		key, *[part for member in members for part in (member, b"")]
	),
	"SREM": Cache._hdel,
}


def _bytes(value: Any) -> bytes:
	return value if isinstance(value, bytes) else str(value).encode()

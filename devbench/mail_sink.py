"""A mail server that keeps every message as a file and sends none on: python -m devbench.mail_sink PORT FOLDER

A site logs in with its own name. Its messages are FOLDER/<site>/<time>.eml; messages without a name are in
FOLDER/nobody. The headers X-Envelope-From and X-Envelope-To keep the envelope.
"""

import asyncio
import os
import re
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
	def __init__(self, folder):
		self.folder = folder

	async def handle_DATA(self, server, session, envelope):
		folder = self.folder / (session.auth_data or "nobody")
		folder.mkdir(parents=True, exist_ok=True)
		to = ", ".join(envelope.rcpt_tos)
		head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {to}\r\n".encode()
		whole = folder / f"{time.time_ns()}.eml"
		part = whole.with_suffix(".part")
		part.write_bytes(head + envelope.original_content)
		os.replace(part, whole)
		return "250 Kept"


def authenticate(server, session, envelope, mechanism, data):
	"""Accept any password; the name says whose email it is."""
	site = data.login.decode()
	known = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", site)
	return AuthResult(success=bool(known), handled=True, auth_data=site)


async def serve(port, folder):
	def session():
		return SMTP(Sink(folder), authenticator=authenticate, auth_require_tls=False, hostname="localhost")

	server = await asyncio.get_running_loop().create_server(session, host="127.0.0.1", port=port)
	await server.serve_forever()


if __name__ == "__main__":
	asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))

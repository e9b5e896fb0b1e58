"""A mail server for the proof `mail`: TLS and a password are required. One mailbox is not there, one is busy so many times.

server.py FOLDER PORT starttls|tls BUSY
It writes ca.pem into the folder, then says "ready"; what happens comes as lines of JSON into happened.jsonl.
"""
import json
import ssl
import sys
import time
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

folder, port, mode, busy = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
left = {"busy": busy}


def happened(**what):
    with open(folder / "happened.jsonl", "a") as file:
        file.write(json.dumps(what) + "\n")


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            happened(refused=address)
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy") and left["busy"] > 0:
            left["busy"] -= 1
            happened(put_off=address)
            return "452 4.2.2 busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        subject = [line for line in envelope.content.decode().splitlines() if line.startswith("Subject:")]
        happened(
            taken=envelope.rcpt_tos[0],
            tls=session.ssl is not None or mode == "tls",
            user=bool(session.auth_data),
            subject=subject[0],
        )
        return "250 taken"


def authenticator(server, session, envelope, mechanism, data):
    right = data.login == b"exchange" and data.password == b"it's 100% secret/@:"
    happened(password=right, tls=session.ssl is not None or mode == "tls")
    return AuthResult(success=right, handled=False, auth_data="exchange" if right else None)


authority = trustme.CA()
authority.cert_pem.write_to_path(str(folder / "ca.pem"))
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
authority.issue_cert("localhost").configure_cert(context)
# With TLS from the start the server library does not know of it: then it must not ask for it again.
settings = {"auth_required": True, "authenticator": authenticator, "auth_require_tls": mode == "starttls"}
if mode == "starttls":
    controller = Controller(Handler(), "127.0.0.1", port, tls_context=context, require_starttls=True, **settings)
else:
    controller = Controller(Handler(), "127.0.0.1", port, ssl_context=context, **settings)
controller.start()
print("ready", flush=True)
while True:
    time.sleep(3600)

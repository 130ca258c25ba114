"""Stand-ins for what has no server here: JMAP VacationResponse, Gmail's and Graph's settings.

They do what the vendors' pages said on 2026-11-26 (RFC 8620 and 8621 section 8; Gmail API
users.settings vacation; Microsoft Graph mailboxSettings), with faults by script: a status such as
429, "html", "hang", "cut" (before anything), "lost" (done, and the connection ends), "elsewhere"
(another client writes first). A hand test with a real account is described in docs/away.md.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers.process import HOST


class WebAway:
    """`script` holds coming faults, each used once; None lets a call pass. `seen` are the calls."""

    def __init__(self):
        self.script, self.seen = [], []
        self.ended = threading.Event()
        self.elsewhere = lambda: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def _do(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(size)) if size else None
                outer.seen.append((self.command, self.path, self.headers.get("Authorization")))
                fault = outer.script.pop(0) if outer.script else None
                if fault == "elsewhere":
                    outer.elsewhere()
                if fault == "cut":
                    self.close_connection = True
                    self.connection.close()
                    return
                if fault == "hang":
                    outer.ended.wait(5)  # longer than anybody here waits
                    return
                if fault == "html":
                    self._say(200, b"<html>Wartung</html>", "text/html")
                    return
                if isinstance(fault, int):
                    self._say(fault, b'{"error": {"code": "x", "message": "no"}}')
                    return
                status, answer = outer.answer(self.command, self.path, body)
                if fault == "lost":
                    self.close_connection = True
                    self.connection.close()
                    return
                self._say(status, json.dumps(answer).encode())

            def _say(self, status, raw, kind="application/json"):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(raw)))
                if status == 429:
                    self.send_header("Retry-After", "30")
                self.end_headers()
                self.wfile.write(raw)

        for verb in ("GET", "POST", "PUT", "PATCH"):
            setattr(Handler, f"do_{verb}", Handler._do)
        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


class Jmap(WebAway):
    """A session, and the singleton with its state."""

    def __init__(self):
        super().__init__()
        self.state = 1
        self.capable = True
        self.kept = {"id": "singleton", "isEnabled": False, "fromDate": None, "toDate": None}
        self.kept |= {"subject": None, "textBody": "Anciens mots.", "htmlBody": None}

    def answer(self, method, path, body):
        name = "urn:ietf:params:jmap:vacationresponse"
        if method == "GET":
            can = {name: {}} if self.capable else {}
            return 200, {
                "capabilities": {"urn:ietf:params:jmap:core": {}, **can},
                "primaryAccounts": dict.fromkeys(can, "a1"),
                "apiUrl": "/api/",
            }
        call, given, tag = body["methodCalls"][0]
        if call == "VacationResponse/get":
            found = {"accountId": "a1", "state": str(self.state), "list": [self.kept]}
            return 200, {"methodResponses": [[call, found, tag]]}
        if given.get("ifInState") not in (None, str(self.state)):
            return 200, {"methodResponses": [["error", {"type": "stateMismatch"}, tag]]}
        self.kept |= given["update"]["singleton"]
        self.state += 1
        done = {"accountId": "a1", "newState": str(self.state), "updated": {"singleton": None}}
        return 200, {"methodResponses": [[call, done, tag]]}


class Gmail(WebAway):
    """PUT replaces everything; HTML is sanitised on return."""

    def __init__(self):
        super().__init__()
        self.kept = {"enableAutoReply": False, "responseBodyHtml": "<p>Anciens <b>mots</b>.</p>"}

    def answer(self, method, _path, body):
        if method == "PUT":
            times = [int(body.get(key) or 0) for key in ("startTime", "endTime")]
            if times[1] and times[0] >= times[1]:
                return 400, {"error": {"code": 400}}
            html = body.get("responseBodyHtml")
            self.kept = {key: value for key, value in body.items() if value not in (None, "")}
            if html:
                self.kept["responseBodyHtml"] = re.sub(r"<script.*?</script>", "", html)
        return 200, self.kept


class Graph(WebAway):
    """PATCH merges; messages come back in HTML of its own."""

    def __init__(self):
        super().__init__()
        zone = {"dateTime": "2026-11-20T09:00:00.0000000", "timeZone": "Romance Standard Time"}
        self.kept = {
            "status": "disabled",
            "externalAudience": "none",
            "internalReplyMessage": "<html><body>Anciens mots.</body></html>",
            "externalReplyMessage": "<html><body>Anciens mots.</body></html>",
            "scheduledStartDateTime": zone,
            "scheduledEndDateTime": zone,
        }

    def answer(self, method, _path, body):
        if method == "PATCH":
            self.kept |= body["automaticRepliesSetting"]
            for key in ("internalReplyMessage", "externalReplyMessage"):
                if "<html>" not in self.kept[key]:
                    self.kept[key] = f"<html>\n<body>\n{self.kept[key]}\n</body>\n</html>\n"
            for key in ("scheduledStartDateTime", "scheduledEndDateTime"):
                told = self.kept[key]
                if "." not in told["dateTime"]:
                    self.kept[key] = {**told, "dateTime": told["dateTime"] + ".0000000"}
        return 200, {"automaticRepliesSetting": self.kept, "timeZone": "Romance Standard Time"}

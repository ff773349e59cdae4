"""Asking the server, and only that: no answer is judged here."""

import http.client
import json
import threading
import urllib.parse


class Refused(Exception):
    """The server did not answer a question that it should have answered."""


class Changed(Exception):
    """The graph is no longer the one that was exported, so that nothing can be compared with it."""


class Server:
    """A server that has to stay at one revision. It may be asked from several threads."""

    def __init__(self, address, revision, epoch):
        self.address = address
        self.state = (revision, epoch, False)
        self.local = threading.local()

    def url(self, path, params):
        """The address of a question, as one would give it to curl."""
        pairs = [(k, ",".join(v) if isinstance(v, list) else v) for k, v in params.items()]
        query = urllib.parse.urlencode(pairs, safe=":,")
        return f"http://{self.address}{path}" + ("?" + query if query else "")

    def ask(self, path, params):
        """The answer to a question about the graph."""
        url = self.url(path, params)
        status, body = self._get(url.removeprefix(f"http://{self.address}"))
        if status != 200:
            raise Refused(f"status {status}: {body[:300].decode(errors='replace')}")
        answer = json.loads(body)
        state = (answer["revision"], answer["epoch"], answer["loading"])
        if state != self.state:
            raise Changed(f"{url} was answered from (revision, epoch, loading) {state}, the export from {self.state}")
        return answer

    def undirected_types(self):
        """The types that mean the same both ways."""
        status, body = self._get("/v1/schema")
        if status != 200:
            raise Refused(f"/v1/schema: status {status}")
        return {t["name"] for t in json.loads(body)["types"] if t["undirected"]}

    def _get(self, target):
        # A connection that was idle may have been closed by the server, which shows only when it is used again.
        for last in (False, True):
            connection = getattr(self.local, "connection", None)
            if connection is None:
                connection = self.local.connection = http.client.HTTPConnection(self.address, timeout=90)
            try:
                connection.request("GET", target)
                response = connection.getresponse()
                return response.status, response.read()
            except (http.client.HTTPException, OSError) as e:
                connection.close()
                self.local.connection = None
                if last:
                    raise Refused(f"no answer: {e!r}") from e

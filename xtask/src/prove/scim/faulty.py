"""Stands between a judge and the portal and does one thing wrong. Usage: faulty.py PORT PORTAL_PORT FAULT"""
import http.client, http.server, sys, urllib.parse

port, portal, fault = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


class Between(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def passed(self):
        method, address = self.command, urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        query = urllib.parse.parse_qsl(address.query)
        if fault == "patch" and method == "PATCH":
            method, body = "GET", b""
        if fault == "filter":
            query = [pair for pair in query if pair[0] != "filter"]
        if fault == "count":
            query = [pair for pair in query if pair[0] not in ("count", "startIndex")]
        if fault == "delete" and method == "DELETE":
            self.send_response(204)
            self.end_headers()
            return
        path = address.path + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "content-length", "accept-encoding")}
        connection = http.client.HTTPConnection("127.0.0.1", portal)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() in ("content-type", "etag", "location", "www-authenticate"):
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = passed

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Between).serve_forever()

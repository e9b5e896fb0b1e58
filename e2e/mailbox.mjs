// A mail server for journeys in earnest: takes every mail and keeps its text.

import { createServer } from "node:net";

export class Mailbox {
  /** Begins to take mail on a free port of this machine. */
  static async open() {
    const box = new Mailbox();
    box.mails = [];
    box.server = createServer((socket) => box.#talk(socket));
    await new Promise((ready) => box.server.listen(0, "127.0.0.1", ready));
    box.url = `smtp://127.0.0.1:${box.server.address().port}`;
    return box;
  }

  #talk(socket) {
    let [said, letter, to] = ["", null, []];
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.write("220 mailbox\r\n");
    socket.on("data", (piece) => {
      said += piece;
      for (let end = said.indexOf("\r\n"); end >= 0; end = said.indexOf("\r\n")) {
        const line = said.slice(0, end);
        said = said.slice(end + 2);
        if (letter !== null && line === ".") {
          this.mails.push({ to, text: plain(letter.join("\n")) });
          [letter, to] = [null, []];
          socket.write("250 kept\r\n");
        } else if (letter !== null) letter.push(line.replace(/^\.\./, "."));
        else if (/^DATA/i.test(line)) {
          letter = [];
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else {
          to.push(...[...line.matchAll(/^RCPT TO:<(.+)>/gi)].map((found) => found[1]));
          socket.write("250 ok\r\n");
        }
      }
    });
  }

  /** The newest mail to somebody, waited for. */
  async mailTo(recipient, match = /./) {
    const until = Date.now() + 20_000;
    while (Date.now() < until) {
      const found = this.mails.findLast((mail) => mail.to.includes(recipient) && match.test(mail.text));
      if (found) return found.text;
      await new Promise((wait) => setTimeout(wait, 200));
    }
    throw new Error(`no mail ${match} to ${recipient}; there are: ${this.mails.map((mail) => mail.to).join(", ")}`);
  }

  close() {
    this.server.close();
  }
}

/** What a person reads of a mail: its subject and its body, not the numbers in its other headers. Letters that
 *  travelled as =3D are letters again. */
function plain(letter) {
  const [headers, ...parts] = letter.split("\n\n");
  const subject = headers.match(/^Subject: .*(\n[ \t].*)*/im)?.[0] ?? "";
  const text = [subject, ...parts].join("\n\n");
  const whole = text.replace(/=\n/g, "");
  return /quoted-printable/i.test(headers)
    ? whole.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    : whole;
}

import Crypto
import HawkCore

/// A mail with text and HTML parts, as the bytes that SMTP accepts (RFC 5322, 2045, 2047; lines end in CRLF).
struct MIMEMessage {
    var from: MailAddress
    var to: [MailAddress]
    var subject: String
    var date: Instant
    /// Without angle brackets.
    var messageID: String
    /// The ID of the conversation that the mail belongs to. Nil if there is none.
    var thread: String?
    /// Further headers, whose values must be ASCII.
    var headers: [(name: String, value: String)] = []
    var text: String
    var html: String

    /// `=_` cannot occur in quoted-printable text, so that no content can end its part.
    private static let boundary = "=_statushawk_alternative"

    var bytes: [UInt8] {
        var lines = [
            "Date: \(self.date.mailDate)",
            "Message-ID: <\(self.messageID.headerSafe)>",
            "From: \(self.from.headerText)",
            "To: \(self.to.map(\.headerText).joined(separator: ",\r\n "))",
            "Subject: \(self.subject.encodedWords)",
        ]
        if let thread = self.thread?.headerSafe {
            lines += ["In-Reply-To: <\(thread)>", "References: <\(thread)>"]
            // Outlook and Exchange use these two headers, other programs the two above. Without them, subjects would separate the
            // mails, because a subject says the current status.
            lines += ["Thread-Topic: \(thread)", "Thread-Index: \(Self.threadIndex(thread))"]
        }
        lines += self.headers.map { "\($0.name): \($0.value.headerSafe)" }
        lines += ["MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=\"\(Self.boundary)\"", ""]
        for (subtype, content) in [("plain", self.text), ("html", self.html)] {
            lines += [
                "--\(Self.boundary)",
                "Content-Type: text/\(subtype); charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                content.quotedPrintable,
            ]
        }
        lines += ["--\(Self.boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}

extension MIMEMessage {
    /// [MS-OXOMSG] section 2.2.1.3: a reserved byte of 1, five bytes of a time, here always the same, and the conversation's
    /// GUID.
    fileprivate static func threadIndex(_ thread: String) -> String {
        ([1, 0, 0, 0, 0, 0] + SHA256.hash(data: Array(thread.utf8)).prefix(16)).base64
    }
}

extension MailAddress {
    fileprivate var headerText: String { self.name.map { "\($0.encodedWords) <\(self.address)>" } ?? self.address }
}

extension String {
    /// Keeps visible ASCII and spaces only, so that no content can break a header.
    var headerSafe: String { String(decoding: self.utf8.filter { (0x21...0x7E).contains($0) || $0 == 0x20 }, as: UTF8.self) }

    /// RFC 2047: unchanged if the text is short and plain, otherwise encoded words on lines of at most 76 characters.
    var encodedWords: String {
        let line = self.singleLine
        let isPlain = line.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && !"\"(),:;<>@[\\]=?".utf8.contains(byte) || byte == UInt8(ascii: ":")
        }
        if isPlain, line.utf8.count <= 60, !line.isEmpty { return line }
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in line.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > 39 {  // 64 characters, and the first line of 76 also holds the header's name
                words.append(chunk.base64)
                chunk = []
            }
            chunk += bytes
        }
        return (words + [chunk.base64]).map { "=?utf-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// RFC 2045 section 6.7, with lines of at most 76 characters that end in CRLF.
    var quotedPrintable: String {
        var out: [UInt8] = []
        for line in self.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            var column = 0
            for (index, byte) in line.enumerated() where byte != UInt8(ascii: "\r") {
                let isLast = index == line.count - 1
                let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || byte == 0x20 && !isLast
                let encoded = isPlain ? [byte] : Array("=".utf8) + byte.hexDigits(uppercase: true)
                if column + encoded.count > 75 {
                    out += Array("=\r\n".utf8)
                    column = 0
                }
                out += encoded
                column += encoded.count
            }
            out += Array("\r\n".utf8)
        }
        return String(decoding: out.dropLast(2), as: UTF8.self)
    }
}

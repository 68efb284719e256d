import HawkCore
import HawkTestSupport
import NIOCore
import NIOHTTP1
import Testing

@testable import HawkProbes

/// Responses of servers in use, and the result of a check. Where they break a rule, curl and browsers agree to accept them.
@Suite struct HTTPAnswersTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let answer: [UInt8]
        let assertion: JSONValue?
        let follow: String?
        let reason: Reason
        let lenient: [String]

        /// - Parameter answer: each scalar is a byte.
        init(
            _ name: String, _ answer: String, asserting assertion: JSONValue? = nil, follow: String? = nil,
            reason: Reason = .none, lenient: [String] = []
        ) {
            self.testDescription = name
            self.answer = answer.unicodeScalars.map { UInt8($0.value) }
            self.assertion = assertion
            self.follow = follow
            self.reason = reason
            self.lenient = lenient
        }
    }

    private static func body(_ word: String, _ text: String) -> JSONValue {
        ["source": "body", "operator": .string(word), "value": .string(text)]
    }

    private static func header(_ name: String, _ word: String, _ text: String) -> JSONValue {
        ["source": "header", "name": .string(name), "operator": .string(word), "value": .string(text)]
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let found = "HTTP/1.1 302 Found\r\n"
    private static let two = "Content-Length: 2\r\nConnection: close\r\n\r\nok"
    private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let latin = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\nConnection: close\r\n\r\n"
    private static let many = (0..<300).map { "X-\($0): \($0)\r\n" }.joined()

    static let cases: [Case] = [
        Case("Latin-1 and a keyword with umlaut", "\(latin)Willkommen in K\u{F6}ln", asserting: body("contains", "Köln")),
        Case(
            "Latin-1 and a word that must not be there", "\(latin)St\u{F6}rung im Netz",
            asserting: body("not_contains", "Störung"), reason: .assertion),
        Case(
            "UTF-16 with its mark",
            "\(ok)Content-Type: text/plain; charset=utf-16\r\nContent-Length: 14\r\n\r\n\u{FF}\u{FE}a\0l\0l\0 \0o\0k\0",
            asserting: body("contains", "all ok")),
        Case("a blank behind a value", "\(ok)X-State: ok \r\n\(two)", asserting: header("X-State", "equals", "ok")),
        Case(
            "a tab behind a value that must not be", "\(ok)X-State: ok\t\r\n\(two)",
            asserting: header("X-State", "not_equals", "ok"), reason: .assertion),
        Case("a place with a blank behind", "\(found)Location: /end \r\n\(two)", follow: "/end"),
        Case("a place with blanks within", "\(found)Location: /en d?x=a b \r\n\(two)", follow: "/en%20d?x=a%20b"),
        Case("a place in Latin-1", "\(found)Location: /gr\u{FC}n\r\n\(two)", follow: "/gr%FCn"),
        Case("300 short fields", "\(ok)\(many)\(two)"),
        Case("a folded line", "\(ok)X-Long: one\r\n two\r\n\(two)", asserting: header("X-Long", "equals", "one two")),
        Case("white space behind a length", "\(ok)Content-Length: 2 \t\r\nConnection: close\r\n\r\nok"),
        Case(
            "line feeds alone", "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok", lenient: ["bare_line_feed"]),
        Case("a length twice", "\(ok)Content-Length: 2\r\n\(two)", lenient: ["repeated_content_length"]),
        Case("two lengths", "\(ok)Content-Length: 2\r\nContent-Length: 3\r\n\r\nok", reason: .protocol),
    ]

    /// Further cases of each kind, also tested with curl 7.88.
    static let neighbours: [Case] = [
        Case("a length twice in one field", "\(ok)Content-Length: 2, 2\r\n\r\nok", lenient: ["repeated_content_length"]),
        Case(
            "a length beside chunks", "\(ok)Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            lenient: ["content_length_beside_transfer_encoding"]),
        Case(
            "a length beside a coding that changes nothing", "\(ok)Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok",
            asserting: body("matches", "^ok$")),
        Case(
            "a blank before a colon", "\(ok)X-A : 2\r\n\(two)", asserting: header("X-A", "equals", "2"), lenient: ["field_name"]),
        Case("a blank in a name", "\(ok)X Y: 2\r\n\(two)", lenient: ["field_name"]),
        Case("no name", "\(ok): 2\r\n\(two)", lenient: ["field_name"]),
        Case("a line without a colon", "\(ok)foo\r\n\(two)", reason: .protocol),
        Case("NUL in a value", "\(ok)X: a\0b\r\n\(two)", reason: .protocol),
        Case("a control character in a value", "\(ok)X: a\u{1}b\r\n\(two)", lenient: ["field_value"]),
        Case("a fold before the first field", "\(ok) X: a\r\n\(two)", reason: .protocol),
        Case(
            "a fold over an empty line", "\(ok)X-Long: one\r\n  \t\r\n\ttwo \r\n\(two)",
            asserting: header("X-Long", "equals", "one two")),
        Case("no reason phrase", "HTTP/1.1 200\r\n\(two)", lenient: ["status_line"]),
        Case("blanks before a status", "HTTP/1.1  200 OK\r\n\(two)", lenient: ["status_line"]),
        Case("a small http", "http/1.1 200 OK\r\n\(two)", lenient: ["status_line"]),
        Case("a status of four digits", "HTTP/1.1 2000 OK\r\n\(two)", reason: .protocol),
        Case("a status below 100", "HTTP/1.1 099 OK\r\n\(two)", reason: .protocol),
        Case("no version", "HTTP/1 200 OK\r\n\(two)", reason: .protocol),
        Case("another protocol", "SSH-2.0-OpenSSH_9.2\r\n", reason: .protocol),
        Case("a negative length", "\(ok)Content-Length: -2\r\n\r\nok", reason: .protocol),
        Case("an empty length", "\(ok)Content-Length: \r\n\r\nok", reason: .protocol),
        Case("letters for a length", "\(ok)Content-Length: abc\r\n\r\nok", reason: .protocol),
        Case("a blank behind a chunk's size", "\(chunked)2 \r\nok\r\n0\r\n\r\n", lenient: ["chunk_size"]),
        Case("a blank before a chunk's size", "\(chunked) 2\r\nok\r\n0\r\n\r\n", reason: .protocol),
        Case("a prefix of a chunk's size", "\(chunked)0x2\r\nok\r\n0\r\n\r\n", reason: .protocol),
        Case("an extension of a chunk", "\(chunked)2;a=b\r\nok\r\n0\r\n\r\n"),
        Case("chunks with line feeds alone", "\(chunked)2\nok\n0\n\n", lenient: ["bare_line_feed"]),
        Case("chunks without the last line end", "\(chunked)2\r\nok\r\n0\r\n", reason: .protocol),
        Case("chunks without the last one", "\(chunked)2\r\nok\r\n", reason: .protocol),
        Case("a trailer without a colon", "\(chunked)2\r\nok\r\n0\r\nfoo\r\n\r\n", reason: .protocol),
        Case(
            "chunks twice over",
            "\(ok)Transfer-Encoding: chunked\r\nTransfer-Encoding: Chunked \r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n",
            asserting: body("matches", "^ok$")),
        Case("announcements first", "HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Early\r\nLink: <x>\r\n\r\n\(ok)\(two)"),
        Case(
            "a header of Latin-1", "\(ok)X-Place: K\u{F6}ln\r\n\r\nok",
            asserting: header("X-Place", "not_contains", "Köln"), reason: .assertion),
        Case("a redirect to nowhere", "\(found)Location: \r\n\(two)", reason: .status),
        Case("a backslash in a query", "\(found)Location: /a?x=\\\r\n\(two)", follow: "/a?x=%5C"),
        Case(
            "a control character in a place", "\(found)Location: /a\u{1}b\r\n\(two)", reason: .protocol,
            lenient: ["field_value"]),
        Case("empty lines first", "\r\n\r\n\(ok)\(two)", lenient: ["status_line"]),
    ]

    private static func observe(_ item: Case, piece: Int? = nil, _ more: JSONValue = [:]) async throws -> (Observation, [String])
    {
        let good = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".utf8)
        let server = try await RawHTTPServer([item.answer, good], piece: piece)
        var settings = more.object ?? [:]
        if let assertion = item.assertion { settings["assertions"] = [assertion] }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, .object(settings))
        return (seen, server.targets)
    }

    @Test(arguments: cases + neighbours) func `a response is interpreted as by curl and browsers`(_ item: Case) async throws {
        // In one piece, and byte by byte if it is short.
        for piece in [nil, 1] where piece == nil || item.answer.count < 200 {
            let (seen, targets) = try await Self.observe(item, piece: piece)
            #expect(seen.reason == item.reason, "\(seen.message)")
            #expect((seen.outcome == .up) == (item.reason == .none))
            #expect(seen.evidence.lenient == item.lenient)
            #expect(targets == ["/"] + (item.follow.map { [$0] } ?? []))
        }
    }

    @Test(arguments: cases + neighbours) func `a strict check accepts nothing beyond the standard`(_ item: Case) async throws {
        let (seen, _) = try await Self.observe(item, ["strict_http": true])
        #expect(seen.reason == (item.lenient.isEmpty ? item.reason : .protocol), "\(seen.message)")
        if !item.lenient.isEmpty, item.reason == .none { #expect(seen.message.hasSuffix(", which the standard does not allow")) }
    }

    /// The result of a reader.
    private struct Read: Equatable {
        var heads: [Int] = []
        var headers: [String] = []
        var body: [UInt8] = []
        var end: String?
    }

    private static func read(_ bytes: [UInt8], pieces: (Int) -> Int) -> Read {
        var read = Read()
        var rest = ByteBuffer()
        var searched = 0
        var found: HTTPFraming?
        var (left, chunks) = (0, HTTPChunks())
        var input = bytes[...]
        var isChecked = false
        do {
            while !input.isEmpty, read.end == nil {
                let piece = input.prefix(pieces(input.count))
                input = input.dropFirst(piece.count)
                rest.writeBytes(piece)
                if found == nil {
                    if !isChecked, rest.readableBytes >= 5 {
                        isChecked = true
                        if !rest.withUnsafeReadableBytes(HTTPHeadParser.mayBegin) { throw HTTPFault.notHTTP }
                    }
                    guard let size = rest.withUnsafeReadableBytes({ HTTPHeadParser.end(in: $0, from: &searched) }) else {
                        continue
                    }
                    let head = try rest.withUnsafeReadableBytes {
                        try HTTPHeadParser.parse(.init(rebasing: $0[..<size]), isHead: false)
                    }
                    rest.moveReaderIndex(forwardBy: size)
                    read.heads.append(head.status)
                    read.headers = head.headers.map { "\($0): \($1)" }
                    found = head.framing
                    if case .length(let length) = head.framing { left = length }
                }
                guard let framing = found else { continue }
                switch framing {
                case .length:
                    let part = rest.readBytes(length: min(left, rest.readableBytes)) ?? []
                    read.body += part
                    left -= part.count
                    if left == 0 { read.end = "done" }
                case .chunked:
                    while let part = try chunks.next(&rest) { read.body += Array(part.readableBytesView) }
                    if chunks.isDone { read.end = "done" }
                case .untilClose: read.body += rest.readBytes(length: rest.readableBytes) ?? []
                case .none: read.end = "done"
                }
            }
        } catch {
            read.end = "\(error)"
        }
        return read
    }

    @Test func `100,000 damaged responses end the same however they are divided`() {
        var chance = SeededGenerator(seed: 21)
        let answers = (Self.cases + Self.neighbours).map(\.answer).filter { $0.count < 400 }
        var good = 0
        for _ in 0..<100_000 {
            let answer = chance.pick(answers)
            let bytes = chance.damaged(answer, most: 2)
            let whole = Self.read(bytes) { $0 }
            let cut = Self.read(bytes) { 1 + chance.below(min($0, 7)) }
            #expect(whole == cut, "\(String(decoding: bytes, as: UTF8.self))")
            if whole.end == "done" { good += 1 }
        }
        #expect(good > 10_000)
    }

    @Test func `a head is limited, however it arrives`() async throws {
        let long = "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: 70_000))"
        for piece in [nil, 1_000] {
            let (seen, _) = try await Self.observe(Case("long", long), piece: piece)
            #expect(seen.reason == .tooLarge, "\(seen.message)")
        }
    }
}

import HawkCore
import HawkTestSupport
import NIOHTTP1
import Testing

@testable import HawkProbes

private let blanks = String(repeating: " ", count: 1_024)

private func bytes(_ text: String, _ more: UInt8...) -> [UInt8] { Array(text.utf8) + more }

/// Bodies in the character sets of the web.
@Suite struct CharsetTests {
    private static func text(_ bytes: [UInt8], _ type: String?, isCut: Bool = false) throws -> String {
        let headers = HTTPHeaders(type.map { [("Content-Type", $0)] } ?? [])
        return String(decoding: try BodyText(of: bytes, headers, isCut: isCut).decode(bytes), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("iso-8859-1", [0x4B, 0xF6, 0x6C, 0x6E, 0x80], "Köln€"), ("\"Windows-1252\"", [0x4B, 0xF6, 0x6C, 0x6E], "Köln"),
            (" latin1 ; x=y", [0xF6], "ö"),
            ("us-ascii", [0xF6], "ö"), ("iso-8859-2", [0xB1], "ą"), ("ISO-8859-9", [0xF0], "ğ"), ("iso-8859-15", [0xA4], "€"),
            ("windows-1251", [0xCC, 0xE8, 0xF0], "Мир"),
            ("koi8-r", [0xED, 0xC9, 0xD2], "Мир"), ("windows-1255", [0xF9], "ש"), ("windows-874", [0xA1], "ก"),
            ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
            ("x-sjis", [0xB1], "ｱ"), ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
            ("gbk", [0xC4, 0xE3, 0xBA, 0xC3], "你好"), ("GB2312", [0xC4, 0xE3], "你"), ("big5", [0xA7, 0x41], "你"),
            ("euc-kr", [0xC7, 0xD1], "한"), ("ks_c_5601-1987", [0xC7, 0xD1], "한"),
            ("utf-16", [0x4B, 0, 0xF6, 0], "Kö"), ("utf-16be", [0, 0x4B, 0, 0xF6], "Kö"), ("utf-8", [0x4B, 0xC3, 0xB6], "Kö"),
            ("x-mac-cyrillic", [0x80], "А"),
            // Unknown labels are ignored.
            ("klingon", [0x4B, 0xC3, 0xB6], "Kö"), ("klingon", [0x4B, 0xF6], "Kö"), ("", [0x4B, 0xF6], "Kö"),
        ] as [(String, [UInt8], String)])
    func `a declared character set applies`(_ label: String, _ bytes: [UInt8], _ text: String) throws {
        #expect(try Self.text(bytes, "text/html;Charset=\(label)") == text)
    }

    @Test(
        arguments: [
            // The byte order mark comes first.
            (bytes("\u{FEFF}ö"), "text/html; charset=iso-8859-1", "ö"),
            ([0xFE, 0xFF, 0x00, 0xF6], "text/html; charset=utf-8", "ö"),
            ([0xFF, 0xFE, 0xF6, 0x00], nil, "ö"),
            // The header comes before the document.
            (bytes("<meta charset=utf-8>", 0xF6), "text/html; charset=latin1", "<meta charset=utf-8>ö"),
            // The document.
            (bytes("<meta charset=latin1>ö"), "text/html", "<meta charset=latin1>Ã¶"),
            (bytes("<META  x CHARSET = 'windows-1251' />", 0xCC), "text/html", "<META  x CHARSET = 'windows-1251' />М"),
            (
                bytes("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">", 0xED), nil,
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">М"
            ),
            (bytes("<!-- <meta charset=koi8-r> -->", 0xF6), "text/html", "<!-- <meta charset=koi8-r> -->ö"),
            (bytes("<meta charset=utf-16>ö"), "text/html", "<meta charset=utf-16>ö"),
            (bytes("<metal charset=koi8-r>", 0xF6), "text/html", "<metal charset=koi8-r>ö"),
            (bytes("<a title='<meta charset=koi8-r>'>", 0xF6), nil, "<a title='<meta charset=koi8-r>'>ö"),
            (bytes("<meta name=a content='charset=koi8-r'>", 0xF6), nil, "<meta name=a content='charset=koi8-r'>ö"),
            (
                bytes("<meta content='charset-x;charset=koi8-r' http-equiv=content-type>", 0xED), nil,
                "<meta content='charset-x;charset=koi8-r' http-equiv=content-type>М"
            ),
            (bytes("<meta charset=klingon charset=koi8-r>", 0xF6), nil, "<meta charset=klingon charset=koi8-r>ö"),
            (bytes("<!--><meta charset=koi8-r>", 0xED), nil, "<!--><meta charset=koi8-r>М"),
            (bytes("</p <meta charset=koi8-r>", 0xF6), nil, "</p <meta charset=koi8-r>ö"),
            (bytes("<p a=b><meta/charset=koi8-r>", 0xED), nil, "<p a=b><meta/charset=koi8-r>М"),
            (bytes("<meta charset=koi8-r", 0xF6), nil, "<meta charset=koi8-rö"),
            (bytes("< meta charset=koi8-r>", 0xF6), nil, "< meta charset=koi8-r>ö"),
            (
                bytes("<?xml version='1.0' encoding=\"iso-8859-2\"?>", 0xB1), "application/xml",
                "<?xml version='1.0' encoding=\"iso-8859-2\"?>ą"
            ),
            (
                bytes("<?xml version='1.0' encoding='koi8-r'?>", 0xED), "application/rss+xml; charset=",
                "<?xml version='1.0' encoding='koi8-r'?>М"
            ),
            // Beyond the searched part, and in text that is no document, no declaration counts.
            (
                bytes("\(blanks)<meta charset=koi8-r>ö"), "text/html",
                "\(blanks)<meta charset=koi8-r>ö"
            ),
            (bytes("<meta charset=koi8-r>ö"), "text/plain", "<meta charset=koi8-r>ö"),
            (bytes("<meta charset=koi8-r>ö"), "application/json", "<meta charset=koi8-r>ö"),
        ] as [([UInt8], String?, String)])
    func `the byte order mark precedes the header, and the header precedes the document`(
        _ bytes: [UInt8], _ type: String?, _ text: String
    ) throws {
        #expect(try Self.text(bytes, type) == text)
    }

    @Test func `an invalid character is replaced, and binary data is not changed`() throws {
        #expect(try Self.text([0x41, 0x00, 0x00, 0xDC, 0x42, 0x00], "text/plain; charset=utf-16le") == "A\u{FFFD}B")
        #expect(try Self.text([0x41, 0xFF, 0x42], "text/plain; charset=shift_jis") == "A\u{FFFD}B")
        let headers = HTTPHeaders([("Content-Type", "application/octet-stream")])
        #expect(try BodyText(of: [0xFF, 0x80], headers, isCut: false).decode([0xFF, 0x80]) == [0xFF, 0x80])
    }

    @Test(arguments: [nil, "utf-8", "utf-16le", "gbk", "shift_jis", "iso-8859-1", "big5", "iso-2022-jp"] as [String?])
    func `any bytes are decoded within limits, into UTF-8`(_ charset: String?) throws {
        var chance = SeededGenerator(seed: 22)
        for _ in 0..<3_000 {
            let bytes = (0..<chance.below(200)).map { _ in chance.below(3) == 0 ? UInt8(ascii: "a") : UInt8(chance.below(256)) }
            let headers = HTTPHeaders([("Content-Type", charset.map { "text/html; charset=\($0)" } ?? "text/html")])
            let text = try BodyText(of: bytes, headers, isCut: chance.below(2) == 0).decode(bytes)
            #expect(text.count <= bytes.count * 3 + 16)
            if charset != "utf-8" { #expect(String(validating: text, as: UTF8.self) != nil) }
        }
    }

    @Test func `half a character at the end of truncated text is dropped`() throws {
        for character in ["ö", "€", "😀"] {
            let whole = Array("ab\(character)".utf8)
            for missing in 1..<character.utf8.count {
                #expect(Array(whole.dropLast(missing)).withoutHalfCharacter == [0x61, 0x62])
            }
            #expect(whole.withoutHalfCharacter == whole)
        }
        #expect(
            [UInt8]().withoutHalfCharacter == [] && [0x80, 0x80, 0x80, 0x80].withoutHalfCharacter == [0x80, 0x80, 0x80, 0x80])
    }

    /// A body beyond the limit, which falls within a character.
    @Test(arguments: ["matches", "contains"]) func `a body is searched to the last whole character`(_ word: String) async throws {
        let body = "well " + String(repeating: "€", count: 100_000)
        let server = try await HTTPTestServer { _ in .init(200, ["Content-Type": "text/plain"], body: body) }
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["assertions": [["source": "body", "operator": .string(word), "value": "well"]]])
        #expect(seen.outcome == .up, "\(seen.message)")
        let failed = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["expected_status": ["500"]])
        #expect(failed.evidence.body?.contains("\u{FFFD}") == false)
    }

    @Test func `evidence is readable and without secrets, in any character set`() async throws {
        let text = "Störung: hunter2-hunter2"
        let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let head = "HTTP/1.1 500 No\r\nContent-Type: text/plain; charset=utf-16le\r\nContent-Length: \(bytes.count)\r\n\r\n"
        let server = try await TCPTestServer(.answerAndClose(Array(head.utf8) + bytes))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port, ["bearer_token": "hunter2-hunter2"])
        #expect(seen.evidence.body == "Störung: ********")
    }

    @Test func `JSON in another character set is parsed`() async throws {
        let json = bytes("{\"stadt\":\"K", 0xF6) + Array("ln\"}".utf8)
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: \(json.count)\r\n\r\n"
        let server = try await TCPTestServer(.answerAndClose(Array(head.utf8) + json))
        let seen = try await ProbeFixture().observe(
            http: "http://127.0.0.1:\(server.port)/", port: server.port,
            ["assertions": [["source": "json", "name": "$.stadt", "operator": "equals", "value": "Köln"]]])
        #expect(seen.outcome == .up, "\(seen.message)")
    }
}

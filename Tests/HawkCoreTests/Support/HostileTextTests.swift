import HawkTestSupport
import Testing

@testable import HawkCore

/// Text from any client is processed in linear time.
@Suite struct HostileTextTests {
    @Test func `JSON with hostile names and texts is parsed or refused in linear time`() {
        let slow = HostileText.superlinear { text in
            for document in ["{\"\(text)\":1}", "[\"\(text)\",\"\(text)x\"]", "{\"a\":\"\(text)\"}"] {
                // Refused or not, it takes no longer.
                if let value = try? JSONParser.parse(Array(document.utf8)) { _ = value == .string("a") }
            }
        }
        #expect(slow == [])
    }

    @Test func `hostile names in many members are hashed in linear time`() {
        let slow = HostileText.superlinear { text in
            let names = text.unicodeScalars.split(by: 30).map(String.init)
            let document = "{\(names.enumerated().map { "\"\($1)\($0)\":1" }.joined(separator: ","))}"
            _ = try? JSONParser.parse(Array(document.utf8))
        }
        #expect(slow == [])
    }

    @Test func `values of hostile text are compared and hashed by their bytes`() {
        let slow = HostileText.superlinear { text in
            let (one, other) = (JSONValue.string(text), JSONValue.string(text + "\u{301}"))
            #expect(one != other && one != "********" && Set([one, other, one]).count == 2)
        }
        #expect(slow == [])
        #expect(JSONValue.string("é") != "e\u{301}")
    }

    @Test func `keys of hostile text are compared and hashed by their bytes`() {
        let slow = HostileText.superlinear { text in
            let (one, other) = (ByteKey(text), ByteKey(text + "\u{301}"))
            #expect(one != other && one < other && Set([one, other, ByteKey(text)]).count == 2)
        }
        #expect(slow == [])
        #expect(ByteKey("é") != "e\u{301}")
    }

    @Test func `text is trimmed, cut and checked in linear time`() {
        let slow = HostileText.superlinear { text in
            #expect(" \n\(text)\t".trimmed.utf8.count <= text.utf8.count)
            #expect(text.cut(toBytes: text.utf8.count / 2).utf8.count <= text.utf8.count / 2)
            #expect(text.shortened(toScalars: 60).unicodeScalars.count <= 61)
            _ = text.isStreamSafe
        }
        #expect(slow == [])
    }

    @Test func `text is stream-safe up to 30 combining marks in a row`() {
        #expect("Žluťoučký kůň 東京 क्षत्रिय 👩‍👩‍👧 a\u{301}\u{323}".isStreamSafe)
        #expect(("a" + String(repeating: "\u{301}", count: 30) + "b" + String(repeating: "\u{323}", count: 30)).isStreamSafe)
        #expect(!("a" + String(repeating: "\u{301}", count: 31)).isStreamSafe)
        #expect(!("a" + String(repeating: "\u{F73}", count: 31)).isStreamSafe)
    }

    @Test func `stream-safe text is compared in linear time`() {
        let slow = HostileText.superlinear { text in
            let safe = text.unicodeScalars.split(by: 30).map(String.init).joined(separator: "a")
            #expect(safe.isStreamSafe && safe != safe + "\u{301}" && Set([safe, safe + "x"]).count == 2)
        }
        #expect(slow == [])
    }

    @Test func `trimming removes white space of any kind, and nothing else`() {
        #expect("\u{2003}\n a b\u{A0}\t".trimmed == "a b" && "".trimmed == "" && " \u{2029} ".trimmed == "")
    }

    @Test func `a member name may have up to 128 bytes`() throws {
        let name = String(repeating: "n", count: JSONParser.maxNameLength)
        #expect(try JSONParser.parse(Array("{\"\(name)\":1}".utf8)) == .object([name: 1]))
        #expect(throws: OperationError(.malformed, "not valid JSON at byte 132: a member name is longer than 128 bytes")) {
            try JSONParser.parse(Array("{\"\(name)n\":1}".utf8))
        }
    }

    @Test func `of many unknown members only the first are named`() throws {
        struct Nothing: Decodable {}
        let members = Dictionary(uniqueKeysWithValues: (100..<1_000).map { ("m\($0)", JSONValue.null) })
        let error = #expect(throws: OperationError.self) {
            try StrictDecoder.decode([String: Int].self, from: .object(["a": "b"]))
        }
        #expect(error?.code == .malformed)
        let unknown = #expect(throws: OperationError.self) { try StrictDecoder.decode(OneMember.self, from: .object(members)) }
        #expect(unknown?.errors.map(\.field) == (100..<120).map { "m\($0)" })
    }

    private struct OneMember: Decodable {
        let name: String?
    }
}

extension String.UnicodeScalarView {
    /// Pieces of `count` scalars.
    fileprivate func split(by count: Int) -> [Substring.UnicodeScalarView] {
        var pieces: [Substring.UnicodeScalarView] = []
        var rest = self[...]
        while !rest.isEmpty {
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}

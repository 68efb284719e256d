import HawkCore
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test func `every kind of value is parsed`() throws {
        let text = #" {"a":[1,-0,2.5,1e3,true,false,null,""],"b":{"c":"\"\\\/\b\f\n\r\té\ud83d\ude00"}} "#
        #expect(
            try self.parse(text) == [
                "a": [1, .int(0), 2.5, .double(1000), true, false, .null, ""],
                "b": ["c": "\"\\/\u{8}\u{C}\n\r\té😀"],
            ])
    }

    @Test func `whole numbers keep their digits and others become doubles`() throws {
        #expect(try self.parse("9223372036854775807") == .int(.max))
        #expect(try self.parse("9223372036854775808") == .double(9.223372036854775808e18))
        #expect(try self.parse("1.0") == .double(1))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "01", "-", "+1", ".5", "1.", "1e",
        "1e999", "NaN", "tru", "nulll", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\\u0000\"", "\"\n\"", "1 2", "{\"a\":1,\"a\":2}", "[1] x",
    ])
    func `invalid or unsafe JSON is refused`(_ text: String) {
        #expect(throws: OperationError.self) { try self.parse(text) }
    }

    @Test func `text must be UTF-8`() {
        #expect(throws: OperationError.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test func `depth is limited`() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        _ = try self.parse(deep(JSONParser.maxDepth + 1))
        #expect(throws: OperationError.self) { try self.parse(deep(JSONParser.maxDepth + 2)) }
        #expect(throws: OperationError.self) { try self.parse(deep(500_000)) }
    }

    @Test func `Base64 for URLs is decoded to the same bytes`() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        for text in ["A", "-_9", "-_8=", "a+b"] { #expect(Base64URL.decode(text) == nil) }
    }
}

import HawkCore
import NIOCore
import Testing

@testable import HawkAPI

@Suite struct BodyEncoderTests {
    private struct Everything: Encodable {
        var second: String? = nil
        var first: Bool? = nil
        var int: Int? = nil
        var int8: Int8? = nil
        var int16: Int16? = nil
        var int32: Int32? = nil
        var int64: Int64? = nil
        var uint: UInt? = nil
        var uint8: UInt8? = nil
        var uint16: UInt16? = nil
        var uint32: UInt32? = nil
        var uint64: UInt64? = nil
        var float: Float? = nil
        var double: Double? = nil
        var instant: Instant? = nil
        var nested: [String: String?]? = nil
    }

    private func text(_ value: some Encodable) throws -> String { String(buffer: try BodyEncoder.bytes(of: value)) }

    @Test func `a field without a value is null, never absent`() throws {
        let names = [
            "second", "first", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
            "float", "double", "instant", "nested",
        ]
        #expect(try self.text(Everything()) == "{\(names.map { "\"\($0)\":null" }.joined(separator: ","))}")
    }

    @Test func `values are encoded unchanged`() throws {
        #expect(try self.text(["a": Everything(double: 1.5)]).contains(#""double":1.5"#))
        #expect(try self.text([Instant.epoch]) == #"["1970-01-01T00:00:00.000Z"]"#)
        #expect(try self.text([nil, 1] as [Int?]) == "[null,1]")
        #expect(try self.text(JSONValue.object(["b": 1, "a": ["x": .null]])) == #"{"a":{"x":null},"b":1}"#)
    }

    private struct Named: Encodable {
        enum CodingKeys: String, CodingKey {
            case pingURL
            case inWords = "other_words"
            case labels
            case anyJSON
            case `default`
        }

        let pingURL = "a"
        let inWords = 1
        let labels = ["X-Name": 1]
        let anyJSON: JSONValue = ["camelCase": ["X-Y": 1]]
        let `default`: [String: [String: JSONValue?]] = ["aB": ["cD": .null]]
    }

    @Test func `members have wire names, and keys of dictionaries stay as they are`() throws {
        #expect(
            try self.text(Named()) == #"{"ping_url":"a","other_words":1,"labels":{"X-Name":1},"#
                + #""any_json":{"camelCase":{"X-Y":1}},"default":{"aB":{"cD":null}}}"#)
    }

    @Test func `text is escaped`() throws {
        #expect(try self.text(["\"\\\n\u{1}</script>é"]) == #"["\"\\\n\u0001\u003c/script>é"]"#)
    }

    @Test func `a number that is not finite is our own error`() {
        #expect(throws: EncodingError.self) { try self.text([Double.nan]) }
    }
}

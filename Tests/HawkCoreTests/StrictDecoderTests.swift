import HawkCore
import Testing

@Suite struct StrictDecoderTests {
    struct Draft: Decodable, Equatable {
        struct Part: Decodable, Equatable {
            var size: Int
            var note: String?
        }

        var name: String
        var parts: [Part]?
        var extra: JSONValue?
        var labels: [String: String]?
    }

    @Test func `a matching document is decoded`() throws {
        let draft = try StrictDecoder.decode(
            Draft.self,
            from: ["name": "a", "parts": [["size": 1, "note": .null]], "extra": ["anything": [1, 2]], "labels": ["k": "v"]])
        #expect(draft == Draft(name: "a", parts: [.init(size: 1, note: nil)], extra: ["anything": [1, 2]], labels: ["k": "v"]))
    }

    @Test(
        arguments: [
            (["name": "a", "nmae": 1], "nmae", "is not a known field"),
            (["name": "a", "parts": [["size": 1], ["size": 1, "sise": 2]]], "parts.1.sise", "is not a known field"),
            (["parts": []], "name", "is required"),
            (["name": .null], "name", "is required"),
            (["name": 1], "name", "must be a string"),
            (["name": "a", "parts": [["size": "1"]]], "parts.0.size", "must be a whole number"),
            (["name": "a", "parts": [["size": 1.5]]], "parts.0.size", "must be a whole number"),
            (["name": "a", "parts": ["size": 1]], "parts", "must be an array"),
            ([1], "", "must be an object"),
        ] as [(JSONValue, String, String)])
    func `an error is named by its path`(_ document: JSONValue, _ field: String, _ message: String) {
        let error = #expect(throws: OperationError.self) { try StrictDecoder.decode(Draft.self, from: document) }
        #expect(error?.code == .malformed)
        #expect(error?.errors == [FieldError(field, message)])
    }

    private struct Camel: Decodable {
        struct Part: Decodable {
            enum CodingKeys: CodingKey { case minMs }

            let minMs: Int

            init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                self.minMs = try members.decode(Int.self, forKey: .minMs)
                guard self.minMs > 0 else {
                    throw DecodingError.dataCorruptedError(forKey: .minMs, in: members, debugDescription: "must be positive")
                }
            }
        }

        let pingURL: String
        let subParts: [String: Part]?
    }

    @Test(
        arguments: [
            ([:], "ping_url", "is required"),
            (["pingURL": "a", "ping_url": "a"], "pingURL", "is not a known field"),
            (["ping_url": "a", "sub_parts": ["aB": [:]]], "sub_parts.aB.min_ms", "is required"),
            (["ping_url": "a", "sub_parts": ["aB": ["min_ms": "1"]]], "sub_parts.aB.min_ms", "must be a whole number"),
            (["ping_url": "a", "sub_parts": ["aB": ["min_ms": 0]]], "sub_parts.aB.min_ms", "must be positive"),
            (["ping_url": "a", "sub_parts": ["a": ["min_ms": 1, "minMs": 1]]], "sub_parts.a.minMs", "is not a known field"),
        ] as [(JSONValue, String, String)])
    func `an error has the path on the wire`(_ document: JSONValue, _ field: String, _ message: String) {
        let error = #expect(throws: OperationError.self) { try StrictDecoder.decode(Camel.self, from: document) }
        #expect(error?.errors == [FieldError(field, message)])
    }

    @Test(arguments: [["parts": []], ["name": .null], ["name": "a", "parts": [["note": "n"]]]] as [JSONValue])
    func `a missing value in settings is invalid, as in a form`(_ document: JSONValue) {
        let error = #expect(throws: OperationError.self) {
            try StrictDecoder.decode(Draft.self, from: document, missing: .invalid)
        }
        #expect(error?.code == .invalid && error?.errors.map(\.message) == ["is required"])
        let unknown = #expect(throws: OperationError.self) {
            try StrictDecoder.decode(Draft.self, from: ["name": "a", "nmae": "a"], missing: .invalid)
        }
        #expect(unknown?.code == .malformed)
    }

    /// The example of RFC 7396, section 3.
    @Test func `a merge patch changes, adds and removes`() {
        let original: JSONValue = [
            "title": "Goodbye!", "author": ["givenName": "John", "familyName": "Doe"], "tags": ["example", "sample"],
            "content": "This will be unchanged",
        ]
        let patch: JSONValue = [
            "title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": ["familyName": .null], "tags": ["example"],
        ]
        #expect(
            original.merging(patch) == [
                "title": "Hello!", "author": ["givenName": "John"], "tags": ["example"], "content": "This will be unchanged",
                "phoneNumber": "+01-123-456-7890",
            ])
    }

    @Test func `a secret appears in no description`() {
        let secret = Secret("hunter2")
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }
}

import HawkCore
import Testing

@testable import HawkProbes

@Suite struct JSONPathTests {
    private static let shop = """
        {"status": "ok", "a b": 1, "items": [{"id": 1, "tags": ["x", "y"]}, {"id": 2, "tags": []}, {"id": 3}],
         "nested": {"id": 4, "deep": {"id": [5, 6]}}, "höhe": 1.50, "empty": null, "yes": true, "q\\"e": "t\\u0041b\\n"}
        """

    /// The results that RFC 9535 defines.
    private static let selections: [(String, [String])] = [
        ("$.status", ["ok"]), ("$['status']", ["ok"]), ("$[\"a b\"]", ["1"]), ("$[ 'a b' ]", ["1"]), ("$.none", []),
        ("$.items[0].id", ["1"]), ("$.items[-1].id", ["3"]), ("$.items[3]", []), ("$.items[-4]", []), ("$.status[0]", []),
        ("$.items[*].id", ["1", "2", "3"]), ("$.items.*.id", ["1", "2", "3"]), ("$.items[1]", ["{\"id\":2,\"tags\":[]}"]),
        ("$..id", ["1", "2", "3", "4", "[5,6]"]), ("$.nested..id[0]", ["5"]), ("$..[1]", ["y", "{\"id\":2,\"tags\":[]}", "6"]),
        ("$..tags[*]", ["x", "y"]), ("$..id..*", ["5", "6"]), ("$.höhe", ["1.50"]), ("$.empty", ["null"]), ("$.yes", ["true"]),
        ("$['q\"e']", ["tAb\n"]), ("$[\"q\\\"e\"]", ["tAb\n"]), ("$['\\u0073tatus']", ["ok"]),
        ("$.items[*].tags", ["[\"x\",\"y\"]", "[]"]),
    ]

    @Test(arguments: selections) func `a path selects what the standard says`(_ path: String, _ texts: [String]) throws {
        let document = try JSONDocument(Array(Self.shop.utf8))
        #expect(try JSONPath(path).select(in: document).map(document.text) == texts)
    }

    @Test func `the whole document is a value too`() throws {
        for text in ["1", " \"x\" ", "[]", "\u{FEFF}{}", "null"] {
            let document = try JSONDocument(Array(text.utf8))
            #expect(try JSONPath("$").select(in: document) == [0])
            #expect(try JSONPath("$..*").select(in: document).isEmpty)
        }
    }

    @Test(arguments: [
        ("$.items.length()", 3), ("$.nested.length()", 2), ("$.status.length()", 2), ("$.length()", 8), ("$.höhe.length()", nil),
    ]) func `a length is that of the selected value`(_ text: String, _ expected: Int?) throws {
        let document = try JSONDocument(Array(Self.shop.utf8))
        let path = try JSONPath(text)
        #expect(path.isLength)
        #expect(document.length(of: try #require(path.select(in: document).first)) == expected)
    }

    private static let invalid: [(String, String)] = [
        ("", "must begin with $, as in $.items[0].id"), ("status", "must begin with $, as in $.items[0].id"),
        ("$status", "is not a valid JSON path: expected a dot or [ at character 2"),
        ("$.", "is not a valid JSON path: expected a name or * at character 3"),
        ("$..", "is not a valid JSON path: expected a name or * at character 4"),
        ("$.a b", "is not a valid JSON path: expected a dot or [ at character 4"),
        ("$.ä[x]", "is not a valid JSON path: expected a name in quotes, an index or * at character 5"),
        ("$[1:2]", "is not a valid JSON path: expected ] at character 4"),
        ("$['a','b']", "is not a valid JSON path: expected ] at character 6"),
        ("$['a", "is not a valid JSON path: expected the quote that ends the name at character 5"),
        ("$['\\x']", "is not a valid JSON path: expected a quote, a backslash or one of /bfnrtu at character 5"),
        ("$['\\u12']", "is not a valid JSON path: expected four hexadecimal digits at character 6"),
        ("$[?@.id == 1]", "has a filter at character 3: filters are not supported"),
        ("$[99999999999999999999]", "is not a valid JSON path: expected a name in quotes, an index or * at character 3"),
        ("$.a.length().b", "is not a valid JSON path: expected a dot or [ at character 11"),
        ("$..a..b..c..d..e", "must not have more than 32 steps, 4 of them with .."),
        ("$" + String(repeating: "[0]", count: 33), "must not have more than 32 steps, 4 of them with .."),
        ("$." + String(repeating: "a", count: 511), "must not be longer than 512 bytes"),
    ]

    @Test(arguments: invalid) func `an invalid path is refused with its position`(_ path: String, _ message: String) {
        #expect(throws: InvalidJSONPath(message: message)) { try JSONPath(path) }
    }
}

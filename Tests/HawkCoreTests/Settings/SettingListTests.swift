import HawkCore
import Testing

@Suite struct SettingListTests {
    private enum Colour: String, SettingChoice { case red, green }

    private struct Shared: DescribedSettings {
        var isQuick = true

        static let settings = SettingList<Shared> { Setting("quick", "Quick", \.isQuick, help: "Off: slow.") }

        func validate() -> [FieldError] { self.isQuick ? [] : [FieldError("quick", "must be on in this test")] }
    }

    private struct Sample: DescribedSettings {
        var target = ""
        var count = 3
        var note: String?
        var names = ["a"]
        var colour = Colour.green
        var secrets: [String: String] = [:]
        var shared = Shared()

        static let settings = SettingList<Sample> {
            Setting("target", "Target", \.target, .bytes(1...5), required: true, secretBinding: .value)
            Setting("count", "Count", \.count, .range(1...9), help: "How many.", placeholder: "5")
            Setting("note", "Note", \.note, .bytes(0...16 * 1_024), kind: .multiline)
            Setting("names", "Names", \.names, .entries(1...2), .each { $0.isEmpty ? "must not be empty" : nil })
            Setting("colour", "Colour", \.colour)
            Setting("secrets", "Secrets", \.secrets, .check { $0.keys.map { FieldError($0, "is not allowed") } }, secret: true)
            SettingsPart(\.shared)
        }

        func validate() -> [FieldError] {
            self.count > self.names.count ? [] : [FieldError("count", "must be more than the number of names")]
        }
    }

    private func error(_ json: JSONValue) -> OperationError? {
        #expect(throws: OperationError.self) { try Sample(validating: json) }
    }

    @Test func `the form follows from the descriptions and the initial values`() {
        #expect(
            Sample.settings.form == [
                FormField("target", "Target", .text, required: true, secretBinding: .value),
                FormField("count", "Count", .number, help: "How many.", placeholder: "5", default: 3, minimum: 1, maximum: 9),
                FormField("note", "Note", .multiline),
                FormField("names", "Names", .list, default: ["a"]),
                FormField("colour", "Colour", .select, default: "green", options: ["red", "green"]),
                FormField("secrets", "Secrets", .map, secret: true),
                FormField("quick", "Quick", .toggle, help: "Off: slow.", default: true),
            ])
    }

    @Test func `absent and null members have their defaults, and JSON has every member`() throws {
        let settings = try Sample(validating: ["target": "x", "count": .null])
        var expected = Sample()
        expected.target = "x"
        #expect(settings == expected)
        let json: JSONValue = [
            "target": "x", "count": 3, "note": .null, "names": ["a"], "colour": "green", "secrets": .null, "quick": true,
        ]
        #expect(settings.json == json)
        #expect(try Sample(validating: json) == settings)
    }

    @Test(
        arguments: [
            ([:], "target", "is required"), (["target": .null], "target", "is required"),
            (["target": ""], "target", "must be 1 to 5 bytes long"),
            (["target": "x", "count": 10], "count", "must be from 1 to 9"),
            (
                ["target": "x", "note": .string(String(repeating: "x", count: 16_385))], "note",
                "must not be longer than 16 KiB"
            ),
            (["target": "x", "names": []], "names", "must have at least one entry"),
            (["target": "x", "count": 9, "names": ["a", "b", ""]], "names", "must not have more than 2 entries"),
            (["target": "x", "names": ["a", ""]], "names.1", "must not be empty"),
            (["target": "x", "colour": "blue"], "colour", "must be one of red, green"),
            (["target": "x", "secrets": ["K": "v"]], "secrets.K", "is not allowed"),
            (["target": "x", "count": 1], "count", "must be more than the number of names"),
            (["target": "x", "quick": false], "quick", "must be on in this test"),
        ] as [(JSONValue, String, String)])
    func `an invalid value is refused at its path`(_ json: JSONValue, _ field: String, _ message: String) {
        let error = self.error(json)
        #expect(error?.code == .invalid && error?.errors == [FieldError(field, message)])
    }

    @Test func `unknown members and wrong types are malformed`() {
        for (json, field) in [
            (["target": "x", "misspelt": 1], "misspelt"), (["target": "x", "quick": "yes"], "quick"), (["target": 5], "target"),
        ] as [(JSONValue, String)] {
            let error = self.error(json)
            #expect(error?.code == .malformed && error?.errors.map(\.field) == [field])
        }
    }
}

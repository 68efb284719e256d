import HawkCore
import HawkProbes
import Testing

@testable import StatusHawk

@Suite struct SettingArgumentTests {
    private static let form = [
        FormField("word", "", .text), FormField("choice", "", .select), FormField("count", "", .number),
        FormField("on", "", .toggle),
        FormField("names", "", .list), FormField("headers", "", .map), FormField("rules", "", .assertions),
        FormField("password", "", .text, secret: true), FormField("secret_headers", "", .map, secret: true),
    ]

    private func settings(_ arguments: String...) throws -> JSONValue {
        var settings: [String: JSONValue] = [:]
        for argument in arguments {
            let setting = try SettingArgument(argument, form: Self.form) { path in
                switch path {
                case "-": "from standard input\n"
                case "headers": "X-A: 1\nX-B: a: b\n"
                default: throw CancellationError()
                }
            }
            setting.add(to: &settings)
        }
        return .object(settings)
    }

    @Test(
        arguments: [
            ("word=a=b c", ["word": "a=b c"]), ("word=", ["word": ""]), ("word=@@x", ["word": "@x"]),
            ("choice=6", ["choice": "6"]),
            ("count=3", ["count": 3]), ("count=0.5", ["count": 0.5]), ("on=yes", ["on": true]), ("on=False", ["on": false]),
            ("names=a, b,,c", ["names": ["a", "b", "c"]]), (#"names=["a,b"]"#, ["names": ["a,b"]]), ("names=", ["names": []]),
            ("headers=X-A: 1", ["headers": ["X-A": "1"]]), (#"headers={"X":"1"}"#, ["headers": ["X": "1"]]),
            (#"rules=[{"source":"status"}]"#, ["rules": [["source": "status"]]]),
            ("word=@-", ["word": "from standard input"]), ("password=@-", ["password": "from standard input"]),
            ("secret_headers=@headers", ["secret_headers": ["X-A": "1", "X-B": "a: b"]]),
        ] as [(String, JSONValue)])
    func `a value is parsed by its field's kind`(_ argument: String, _ expected: JSONValue) throws {
        #expect(try self.settings(argument) == expected)
    }

    @Test func `a map grows with each argument, any other value is the last one`() throws {
        let settings = try self.settings("headers=A: 1", "word=x", "headers=B: 2", "word=y")
        #expect(settings == ["headers": ["A": "1", "B": "2"], "word": "y"])
    }

    @Test(arguments: [
        ("word", "--set takes NAME=VALUE"), ("=x", "--set takes NAME=VALUE"),
        ("colour=red", "--set: unknown setting colour"),
        ("count=many", "--set count: must be a number"), ("count=inf", "--set count: must be a number"),
        ("on=2", "--set on: must be true or false"), ("headers=X", "--set headers: must be \"Name: value\""),
        ("names=[", "--set names: must be JSON"), ("rules=status", "--set rules: must be JSON"),
        ("word=@nowhere", "--set word: nowhere cannot be read"),
        // Other users can read the command line.
        ("password=hunter2", "--set password: other users can read the command line"),
        ("password=@@hunter2", "--set password: other users can read the command line"),
        ("secret_headers=Authorization: x", "--set secret_headers: other users can read the command line"),
    ])
    func `an invalid argument is reported without secrets`(_ argument: String, _ message: String) throws {
        let error = try #require(throws: SettingArgument.Unusable.self) { _ = try self.settings(argument) }
        #expect(error.message.hasPrefix(message), "\(error.message)")
        #expect(!error.message.contains("hunter2"))
    }

    @Test func `arguments that are parsed by the form of a type are settings of the type`() throws {
        let type = try #require(MonitorTypeRegistry.standard[.http])
        let arguments = [
            "method=HEAD", "headers=X-A: 1", "expected_status=200,204", "max_redirects=3", "http_version=any", "strict_http=on",
            #"assertions=[{"source":"latency","operator":"less_than","value":250}]"#,
        ]
        var configured: [String: JSONValue] = [:]
        for argument in arguments { try SettingArgument(argument, form: type.form).add(to: &configured) }
        let settings = try type.normalise(settings: .object(configured))
        #expect(settings["headers"] == ["X-A": "1"] && settings["expected_status"] == ["200", "204"])
        #expect(settings["max_redirects"] == 3 && settings["strict_http"] == true)
    }
}

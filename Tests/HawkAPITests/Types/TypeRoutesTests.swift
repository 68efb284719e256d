import HTTPTypes
import HawkChannels
import HawkCore
import HawkEngine
import HawkProbes
import HawkTestSupport
import Testing

/// `/monitor-types` and `/channel-types`: everything that a client needs to draw a form.
struct TypeRoutesTests {
    /// The write-only fields of each monitor type, and of the channel types of our own. The tests of the channels check services.
    private static let secrets: [String: [String]] = [
        "http": ["secret_headers", "secret_body", "password", "bearer_token", "client_key"],
        "tcp": ["secret_send", "client_key"], "tls": ["client_key"], "icmp": [], "dns": [], "heartbeat": [],
        "email": ["smtp_url"], "webhook": ["secret", "headers"],
    ]
    private static let members: Set = [
        "name", "label", "kind", "required", "secret", "secret_binding", "help", "placeholder", "default", "options", "minimum",
        "maximum", "assertion_sources",
    ]

    /// Expects the fields of a form, complete and in order.
    private func expect(_ sent: JSONValue?, _ form: [FormField], of type: String) throws {
        let fields = try #require(sent?.array)
        #expect(fields.compactMap { $0["name"]?.string } == form.map(\.name), "\(type)")
        #expect(Set(form.map(\.name)).count == fields.count, "\(type)")
        let secrets = fields.filter { $0["secret"] == true }.compactMap { $0["name"]?.string }
        #expect(secrets == Self.secrets[type] ?? form.filter(\.secret).map(\.name), "\(type)")
        for (field, expected) in zip(fields, form) { self.expect(field, expected) }
    }

    private func expect(_ field: JSONValue, _ expected: FormField) {
        #expect(Set((field.object ?? [:]).keys) == Self.members, "\(expected.name)")
        #expect(field["label"] == .string(expected.label) && field["kind"] == .string(expected.kind.rawValue))
        #expect(field["required"] == .bool(expected.required) && field["secret"] == .bool(expected.secret))
        #expect(field["secret_binding"] == (expected.secretBinding.map { .string($0.rawValue) } ?? .null), "\(expected.name)")
        #expect(field["help"] == (expected.help.map { .string($0) } ?? .null), "\(expected.name)")
        #expect(field["default"] == expected.default, "\(expected.name)")
        #expect(field["options"] == .array(expected.options.map { .string($0) }), "\(expected.name)")
        #expect(field["minimum"] == (expected.minimum.map { .double($0) } ?? .null), "\(expected.name)")
        let sources = field["assertion_sources"]?.array?.compactMap { $0["source"] }
        #expect(sources == (expected.kind == .assertions ? field["options"]?.array : nil), "\(expected.name)")
        if expected.kind == .select { #expect(expected.options.contains(field["default"]?.string ?? ""), "\(expected.name)") }
        // A secret never has a default that would show one.
        if expected.secret { #expect(field["default"] == .null, "\(expected.name)") }
    }

    @Test func `every monitor type is listed with its form`() async throws {
        try await withTestApp { app in
            let answer = try await app.token(.viewer).get("/api/v1/monitor-types").json
            let types = MonitorTypeRegistry.standard.all
            #expect(answer["next_cursor"] == .null && answer.items.count == types.count)
            for (item, type) in zip(answer.items, types) {
                #expect(item["type"] == .string(type.type.rawValue) && item["label"] == .string(type.label))
                #expect(item["summary"] == .string(type.summary) && item["documentation"] == .string(type.documentation))
                try self.expect(item["settings"], type.form, of: type.type.rawValue)
                #expect(item["kind"] == .string(type.kind.rawValue) && (item["target"] == .null) == (type.kind == .heartbeat))
                if let target = type.targetField {
                    self.expect(try #require(item["target"]), target)
                    #expect(target.required && !target.secret)
                }
            }
            #expect(try await app.anyone.get("/api/v1/monitor-types").status == 401)
        }
    }

    @Test(arguments: [false, true])
    func `every channel type is listed with its form in this installation`(_ hasMailServer: Bool) async throws {
        let types = ChannelRegistry(installation: ChannelInstallation(hasMailServer: hasMailServer))
        try await withTestApp(channelTypes: types) { app in
            let answer = try await app.token(.viewer).get("/api/v1/channel-types").json
            #expect(answer["next_cursor"] == .null && answer.items.count == types.all.count)
            for (item, type) in zip(answer.items, types.all) {
                #expect(item["type"] == .string(type.type.rawValue) && item["label"] == .string(type.label))
                #expect(item["documentation"] == .string(type.documentation))
                try self.expect(item["config"], type.form, of: type.type.rawValue)
            }
            let email = answer.items.first { $0["type"] == "email" }?["config"]?.array
            #expect(email?.first { $0["name"] == "smtp_url" }?["required"] == .bool(!hasMailServer))
            #expect(try await app.anyone.get("/api/v1/channel-types").status == 401)
        }
    }

    private static let drafts: [(collection: String, body: JSONValue, part: String, field: String)] = [
        (
            "monitors",
            [
                "type": "http", "target": "https://shop.example/",
                "settings": ["username": "u", "password": "hunter2", "secret_body": "hunter2"],
            ], "settings", "password"
        ),
        (
            "monitors", ["type": "tcp", "target": "db.example:5432", "settings": ["secret_send": "hunter2"]], "settings",
            "secret_send"
        ),
        (
            "channels",
            ["type": "email", "config": ["to": ["a@b.example"], "smtp_url": "smtp://u:hunter2@mail.example:587"]], "config",
            "smtp_url"
        ),
        ("channels", ["type": "webhook", "config": ["url": "https://hooks.example/", "secret": "hunter2"]], "config", "secret"),
    ]

    @Test func `a field that is marked as secret is only written`() async throws {
        try await withTestApp { app in
            for (collection, body, part, field) in Self.drafts {
                let made = try await app.as(.alice).post("/api/v1/\(collection)", body)
                #expect(made.status == 201, "\(made.text)")
                let answers = [
                    made, try await app.as(.alice).get(made.headers[.location] ?? ""),
                    try await app.as(.alice).patch(made.headers[.location] ?? "", ["name": "New"]),
                ]
                for answer in answers {
                    #expect(try answer.json[part]?[field] == .string(Secret.mask), "\(field)")
                    #expect(!answer.text.contains("hunter2"), "\(field)")
                }
                #expect(try await !app.as(.alice).get("/api/v1/\(collection)").text.contains("hunter2"), "\(field)")
            }
        }
    }
}

import HTTPTypes
import HawkCore
import HawkEngine
import HawkStore
import Testing

@testable import HawkAPI

/// How PATCH handles concurrent changes.
struct EditingTests {
    /// One of each editable resource: its path, and two changes with their fields.
    private static let cases: [(collection: String, body: JSONValue, first: JSONValue, second: JSONValue)] = [
        (
            "monitors", ["type": "tcp", "target": "db.example:5432"], ["name": "Shop"], ["tags": ["prod"]]
        ),
        ("channels", ["type": "webhook", "config": ["url": "https://hooks.example/"]], ["name": "Room"], ["enabled": false]),
        ("status-pages", ["slug": "acme", "title": "Acme"], ["title": "Acme 2"], ["history_days": 30]),
        ("incidents", ["title": "Slow"], ["title": "Slower"], ["severity": "critical"]),
    ]

    @Test(arguments: 0..<4)
    func `a change of an outdated version is refused if the editor names the version`(_ number: Int)
        async throws
    {
        let (collection, body, first, second) = Self.cases[number]
        try await withTestApp { app in
            let alice = app.as(.alice)
            let id = try #require(try await alice.post("/api/v1/\(collection)", body).json["id"]?.int)
            let path = "/api/v1/\(collection)/\(id)"
            let tag = try #require(try await alice.get(path).headers[.eTag])
            #expect(try await alice.get(path).headers[.eTag] == tag)

            let changed = try await alice.with(.ifMatch, tag).patch(path, first)
            #expect(changed.status == 200)
            let next = try #require(changed.headers[.eTag])
            #expect(next != tag)
            let late = try await alice.with(.ifMatch, tag).patch(path, second)
            #expect(late.status == 412)
            for (name, value) in first.object ?? [:] { #expect(try await alice.get(path).json[name] == value) }
            for (name, value) in second.object ?? [:] { #expect(try await alice.get(path).json[name] != value) }

            // In the form of a proxy that compresses, among others. Without a condition both changes stay.
            #expect(try await alice.with(.ifMatch, "\"x\", W/\(next)").patch(path, second).status == 200)
            #expect(try await alice.with(.ifMatch, "*").patch(path, first).status == 200)
            for (name, value) in first.merging(second).object ?? [:] { #expect(try await alice.get(path).json[name] == value) }
            #expect(try await alice.patch(path, ["nonsense": 1]).status == 400)
        }
    }

    @Test func `a change outside the resource keeps the tag`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice)
            let id = try #require(
                try await alice.post("/api/v1/monitors", ["type": "tcp", "target": "db.example:5432"]).json["id"]?.int)
            let path = "/api/v1/monitors/\(id)"
            let tag = try await alice.get(path).headers[.eTag]
            _ = try await alice.post("\(path)/pause")
            #expect(try await alice.get(path).headers[.eTag] == tag)
        }
    }

    @Test func `a replaced secret changes the tag, although it reads the same`() async throws {
        try await withTestApp { app in
            let alice = app.as(.alice)
            let body: JSONValue = ["type": "webhook", "config": ["url": "https://hooks.example/", "secret": "first"]]
            let id = try #require(try await alice.post("/api/v1/channels", body).json["id"]?.int)
            let path = "/api/v1/channels/\(id)"
            let tag = try await alice.get(path).headers[.eTag]
            _ = try await alice.patch(path, ["config": ["secret": "second"]])
            #expect(try await alice.get(path).headers[.eTag] != tag)
        }
    }

    /// The resources with maps of secrets: collection, body without the map, and its position.
    private static let maps: [(collection: String, body: JSONValue, part: String, field: String)] = [
        (
            "monitors", ["type": "http", "target": "https://shop.example/"], "settings", "secret_headers"
        ),
        ("channels", ["type": "webhook", "config": ["url": "https://hooks.example/"]], "config", "headers"),
    ]

    @Test(arguments: 0..<2)
    func `secret headers show their names, and are added, replaced and removed one by one`(_ number: Int) async throws {
        let (collection, body, part, field) = Self.maps[number]
        try await withTestApp { app in
            let alice = app.as(.alice)
            let mask = JSONValue.string(Secret.mask)
            func change(_ headers: JSONValue) -> JSONValue { .object([part: .object([field: headers])]) }
            let created = try await alice.post(
                "/api/v1/\(collection)", body.merging(change(["Authorization": "one", "X-Key": "two"])))
            let path = "/api/v1/\(collection)/\(try #require(created.json["id"]?.int))"
            #expect(try created.json[part]?[field] == ["Authorization": mask, "X-Key": mask])
            #expect(!created.text.contains("one\"") && !created.text.contains("two\""))
            func patch(_ headers: JSONValue) async throws -> Answer { try await alice.patch(path, change(headers)) }
            func sealed() async throws -> JSONValue? { try await app.sealed()?[field] }

            let added = try await patch(["X-New": "three"])
            #expect(try added.json[part]?[field] == ["Authorization": mask, "X-Key": mask, "X-New": mask])
            #expect(try await sealed() == ["Authorization": "one", "X-Key": "two", "X-New": "three"])
            // In the form of the dashboard: all names, and the mask for unchanged values.
            _ = try await patch(["Authorization": mask, "X-Key": "2", "X-New": .null])
            #expect(try await sealed() == ["Authorization": "one", "X-Key": "2"])
            // A mask is never stored.
            let unknown = try await patch(["X-Other": mask])
            #expect(unknown.status == 422)
            #expect(try unknown.json["errors"]?.array?.map { $0["field"]?.string } == ["\(part).\(field)"])
            #expect(try await alice.post("/api/v1/\(collection)", body.merging(change(["X-Key": mask]))).status == 422)
            // A mask for the whole map keeps it.
            _ = try await alice.patch(path, change(mask))
            #expect(try await sealed() == ["Authorization": "one", "X-Key": "2"])
            // Without any header, the field is as if there had never been one.
            _ = try await patch(["Authorization": .null, "X-Key": .null])
            #expect(try await alice.get(path).json[part]?[field] != mask)
            #expect(try await sealed() == nil)
        }
    }

    @Test(arguments: 0..<2)
    func `secret headers that were stored without their names show them too`(_ number: Int) async throws {
        let (collection, body, part, field) = Self.maps[number]
        try await withTestApp { app in
            let alice = app.as(.alice)
            let mask = JSONValue.string(Secret.mask)
            let change: JSONValue = .object([part: .object([field: ["X-Key": "two"]])])
            let id = try #require(try await alice.post("/api/v1/\(collection)", body.merging(change)).json["id"]?.int)
            try await app.forgetNames(collection, field)
            let path = "/api/v1/\(collection)/\(id)"
            #expect(try await alice.get(path).json[part]?[field] == ["X-Key": mask])
            #expect(try await alice.get("/api/v1/\(collection)").json.items.first?[part]?[field] == ["X-Key": mask])
            let added: JSONValue = .object([part: .object([field: ["X-New": "three"]])])
            #expect(try await alice.patch(path, added).json[part]?[field] == ["X-Key": mask, "X-New": mask])
            #expect(try await app.sealed()?[field] == ["X-Key": "two", "X-New": "three"])
        }
    }
}

extension TestApp {
    /// Returns the sealed values of the only row that has some.
    fileprivate func sealed() async throws -> JSONValue? {
        let engine = self.engine
        let texts = try await engine.database.read { db in try SealedTextRepository().newest(2, in: db) }
        return try texts.first.map {
            try engine.secrets.open($0.bytes, for: $0.kind == .monitor ? .monitorSettings : .channelConfig, of: $0.organization)
        }
    }

    /// Stores a map of secrets like earlier versions: one mask for the whole.
    fileprivate func forgetNames(_ table: String, _ field: String) async throws {
        let engine = self.engine
        try await engine.database.write { db in
            if table == "monitors" {
                let text = try db.first("SELECT settings FROM monitors") { try $0.next(JSONText<JSONValue>.self).value } ?? [:]
                let open = SecretFields.masked(text, secretNames: [field])
                try db.execute("UPDATE monitors SET settings = \(try JSONText(open))")
            } else {
                let text = try db.first("SELECT config FROM channels") { try $0.next(JSONText<JSONValue>.self).value } ?? [:]
                let open = SecretFields.masked(text, secretNames: [field])
                try db.execute("UPDATE channels SET config = \(try JSONText(open))")
            }
        }
    }
}

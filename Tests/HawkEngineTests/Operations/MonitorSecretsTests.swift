import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorSecretsTests {
    private func draft(
        _ settings: JSONValue, name: String = "Shop", target: String = "https://shop.example/"
    ) -> MonitorDraft {
        MonitorDraft(type: .http, target: target, name: name, settings: settings)
    }

    @Test func `a secret is never readable, neither through the API nor in the row`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitors.create(
                self.draft(["username": "shop", "password": "hunter2"]), as: fixture.alice
            ).monitor
            #expect(monitor.configuration.settings["password"] == .string(Secret.mask))
            #expect(monitor.configuration.settings["username"] == "shop")
            let row = try await fixture.database.read { db in
                try db.first("SELECT settings, CAST(sealed_settings AS TEXT) FROM monitors WHERE id = \(monitor.id)") {
                    try $0.next(String.self)
                }
            }
            #expect(row?.contains("hunter2") == false)
            let sealed = try #require(monitor.configuration.sealedSettings)
            let opened = try fixture.engine.secrets.open(sealed, for: .monitorSettings, of: fixture.alice.organization)
            #expect(opened == ["password": "hunter2"])
        }
    }

    @Test func `sending the mask keeps the stored secret and the revision`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitors.create(
                self.draft(["username": "shop", "password": "hunter2"]), as: fixture.alice
            ).monitor
            let renamed = try await fixture.monitors.update(
                monitor.id, to: self.draft(monitor.configuration.settings, name: "Shop 2"), from: 1, as: fixture.bob
            ).monitor
            #expect(renamed.configuration.sealedSettings == monitor.configuration.sealedSettings)
            #expect(renamed.revision == 1)
        }
    }

    @Test func `another secret replaces it, and null removes it`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitors.create(
                self.draft(["username": "shop", "password": "hunter2"]), as: fixture.alice
            ).monitor
            let changed = try await fixture.monitors.update(
                monitor.id, to: self.draft(["username": "shop", "password": "hunter3"]), from: 1, as: fixture.bob
            ).monitor
            #expect(changed.revision == 2)
            let sealed = try #require(changed.configuration.sealedSettings)
            #expect(
                try fixture.engine.secrets.open(sealed, for: .monitorSettings, of: fixture.alice.organization)
                    == ["password": "hunter3"])
            let without = try await fixture.monitors.update(monitor.id, to: self.draft([:]), from: 2, as: fixture.bob).monitor
            #expect(without.configuration.sealedSettings == nil)
            #expect(without.configuration.settings["password"] != .string(Secret.mask))
        }
    }

    /// Changes by which an editor could redirect a stored secret to another server.
    private static let detours: [(target: String, settings: JSONValue)] = [
        ("https://evil.example/", [:]), ("http://shop.example/", [:]), ("https://shop.example:8443/", [:]),
        ("https://shop.example.evil.example/", [:]), ("https://shop.example/", ["verify_tls": false]),
        ("https://shop.example/", ["server_name": "evil.example"]),
        ("https://shop.example/", ["headers": ["hOsT": "evil.example"]]),
    ]

    @Test(arguments: MonitorSecretsTests.detours)
    func `a stored secret is sent only to the server it was entered for`(_ target: String, _ change: JSONValue) async throws {
        try await OperationsFixture.run { fixture in
            let secrets: JSONValue = ["password": "hunter2", "secret_headers": ["X-Key": "k3y-of-the-shop"]]
            let monitor = try await fixture.monitors.create(
                self.draft(secrets.merging(["username": "shop"])), as: fixture.alice
            ).monitor
            let detour = self.draft(monitor.configuration.settings.merging(change), target: target)
            let error = await #expect(throws: OperationError.self) {
                _ = try await fixture.monitors.update(monitor.id, to: detour, from: 1, as: fixture.bob)
            }
            #expect(error?.code == .invalid && error?.errors.map(\.field) == ["settings.secret_headers", "settings.password"])
            #expect(
                error?.errors.first?.message.hasPrefix("enter it again: it was stored for https://shop.example, and ") == true)
            // A check of a draft knows no stored secret.
            #expect(await fields { _ = try await fixture.monitors.test(detour, as: fixture.bob) }.count == 2)
            // Secrets that are entered again, or removed, prevent nothing.
            let again = self.draft(
                (detour.settings ?? [:]).merging(["password": "hunter3", "secret_headers": .null]), target: target)
            let moved = try await fixture.monitors.update(monitor.id, to: again, from: 1, as: fixture.bob).monitor
            let sealed = try #require(moved.configuration.sealedSettings)
            #expect(
                try fixture.engine.secrets.open(sealed, for: .monitorSettings, of: fixture.alice.organization)
                    == ["password": "hunter3"])
        }
    }

    @Test func `another path or plain header keeps the stored secrets`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitors.create(
                self.draft(["username": "shop", "password": "hunter2", "verify_tls": false]), as: fixture.alice
            ).monitor
            let settings: JSONValue = ["headers": ["Accept": "text/html"], "method": "HEAD", "verify_tls": true]
            let edited = self.draft(
                monitor.configuration.settings.merging(settings), target: "HTTPS://Shop.example:443/health?full=1")
            let moved = try await fixture.monitors.update(monitor.id, to: edited, from: 1, as: fixture.bob).monitor
            #expect(moved.configuration.sealedSettings == monitor.configuration.sealedSettings)
            #expect(moved.configuration.target == "https://shop.example/health?full=1")
        }
    }

    @Test func `a mask without a stored secret is an error`() async throws {
        try await OperationsFixture.run { fixture in
            let wrong = await fields {
                _ = try await fixture.monitors.create(
                    self.draft(["username": "shop", "password": .string(Secret.mask)]), as: fixture.alice)
            }
            #expect(wrong == ["settings.password"])
        }
    }
}

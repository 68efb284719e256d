import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorSecretsTests {
    private func draft(_ settings: JSONValue, name: String = "Shop") -> MonitorDraft {
        MonitorDraft(type: .http, target: "https://shop.example/", name: name, settings: settings)
    }

    @Test func `a secret is never read back, neither from the interface nor from the row`() async throws {
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

    @Test func `sending the mask keeps the stored secret, and the revision`() async throws {
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

    @Test func `another secret replaces it, and none removes it`() async throws {
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

    @Test func `a mask for which nothing is stored is an error`() async throws {
        try await OperationsFixture.run { fixture in
            let wrong = await fields {
                _ = try await fixture.monitors.create(
                    self.draft(["username": "shop", "password": .string(Secret.mask)]), as: fixture.alice)
            }
            #expect(wrong == ["settings.password"])
        }
    }
}

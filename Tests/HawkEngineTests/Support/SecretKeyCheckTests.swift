import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct SecretKeyCheckTests {
    private static let organization = ID<Organization>(1)
    private let check = SecretKeyCheck()
    private let first = SecretBox(secretKey: Secret(String(repeating: "a", count: 32)))
    private let second = SecretBox(secretKey: Secret(String(repeating: "b", count: 32)))

    /// A channel whose secrets are sealed with a key.
    private func addChannel(_ secrets: SecretBox, to database: any Database) async throws {
        let sealed = try secrets.seal(["url": "https://hooks.test/x"], for: .channelConfig, of: Self.organization)
        try await database.write { db in
            let now = try db.now()
            if try OrganizationRepository().first(in: db) == nil {
                _ = try OrganizationRepository().insert(name: "Acme", at: now, in: db)
            }
            _ = try ChannelRepository().insert(
                Channel(
                    id: ID(0), organization: Self.organization, name: "hook", type: .webhook, config: [:], sealedConfig: sealed,
                    isDefault: false, createdAt: now, updatedAt: now), in: db)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an installation keeps its first key`(_ backend: TestDatabase) async throws {
        try await backend.run(clock: ManualClock()) { database in
            #expect(try await !self.check.isBound(database))
            #expect(try await self.check.bind(self.first, to: database))
            #expect(try await self.check.isBound(database))
            #expect(try await self.check.bind(self.first, to: database))
            #expect(try await !self.check.bind(self.second, to: database))
            try await self.check.rebind(self.second, to: database)
            #expect(try await self.check.bind(self.second, to: database))
            #expect(try await !self.check.bind(self.first, to: database))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an installation of an earlier version is bound to the key that opens its secrets`(_ backend: TestDatabase)
        async throws
    {
        try await backend.run(clock: ManualClock()) { database in
            try await self.addChannel(self.first, to: database)
            #expect(try await self.check.isBound(database))
            #expect(try await !self.check.bind(self.second, to: database))
            #expect(try await self.check.bind(self.first, to: database))
        }
    }

    @Test func `secrets of an earlier key do not exclude the present one`() async throws {
        try await TestDatabase.sqlite.run(clock: ManualClock()) { database in
            try await self.addChannel(self.second, to: database)
            try await self.addChannel(self.first, to: database)
            try await self.addChannel(self.second, to: database)
            #expect(try await self.check.bind(self.first, to: database))
        }
    }
}

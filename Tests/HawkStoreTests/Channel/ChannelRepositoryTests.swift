import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct ChannelRepositoryTests {
    private let channels = ChannelRepository()

    /// Creates two organizations with the ids 1 and 2.
    private func withOrganizations(
        on backend: TestDatabase, _ test: (any Database) async throws -> Void
    ) async throws {
        try await backend.run { database in
            try await database.write { db in
                try db.execute("INSERT INTO organizations (name, created_at) VALUES ('one', 0)")
                try db.execute("INSERT INTO organizations (name, created_at) VALUES ('two', 0)")
            }
            try await test(database)
        }
    }

    private func channel(_ name: String, of organization: Int64 = 1, isDefault: Bool = true, enabled: Bool = true) -> Channel {
        Channel(
            id: ID(0), organization: ID(organization), name: name, type: .webhook, config: ["url": "https://example.org"],
            sealedConfig: [1, 2, 3], isDefault: isDefault, enabled: enabled, createdAt: .epoch, updatedAt: .epoch)
    }

    @Test(arguments: TestDatabase.all)
    func `a channel is read as it was written, only by its own organization`(_ backend: TestDatabase) async throws {
        try await self.withOrganizations(on: backend) { database in
            let draft = self.channel("ops")
            let id = try await database.write { try self.channels.insert(draft, in: $0) }
            try await database.read { db in
                let found = try #require(try self.channels.find(id, of: ID(1), in: db))
                #expect(found.name == "ops" && found.type == .webhook && found.sealedConfig == [1, 2, 3] && found.version == 1)
                #expect(found.config == ["url": "https://example.org"])
                #expect(try self.channels.find(id, of: ID(2), in: db) == nil)
                #expect(try self.channels.list(of: ID(2), after: nil, limit: 10, in: db).isEmpty)
                #expect(try self.channels.existing([id, ID(99)], of: ID(1), in: db) == [id])
                #expect(try self.channels.existing([id], of: ID(2), in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an edit of an old version is a conflict`(_ backend: TestDatabase) async throws {
        try await self.withOrganizations(on: backend) { database in
            let draft = self.channel("ops")
            let id = try await database.write { try self.channels.insert(draft, in: $0) }
            let stored = try await database.read { try self.channels.find(id, of: ID(1), in: $0) }
            var edited = try #require(stored)
            edited.name = "operations"
            let first = edited
            try await database.write { try self.channels.update(first, in: $0) }
            await #expect(throws: StoreError.conflict) {
                try await database.write { try self.channels.update(first, in: $0) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `recipients are the named or default channels, without disabled or deleted ones`(
        _ backend: TestDatabase
    ) async throws {
        try await self.withOrganizations(on: backend) { database in
            let drafts = [
                self.channel("default"), self.channel("other", isDefault: false), self.channel("off", enabled: false),
                self.channel("gone"), self.channel("foreign", of: 2),
            ]
            try await database.write { db in
                let ids = try drafts.map { try self.channels.insert($0, in: db) }
                #expect(try self.channels.delete(ids[3], of: ID(1), at: .epoch, in: db))
                #expect(try !self.channels.delete(ids[3], of: ID(1), at: .epoch, in: db))
                #expect(try self.channels.recipients(nil, of: ID(1), in: db).map(\.name) == ["default"])
                #expect(try self.channels.recipients(ids, of: ID(1), in: db).map(\.name) == ["default", "other"])
                #expect(try self.channels.recipients([], of: ID(1), in: db).isEmpty)
                #expect(try self.channels.count(of: ID(1), in: db) == 3)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the last error stays until a successful delivery or an edit`(_ backend: TestDatabase) async throws {
        try await self.withOrganizations(on: backend) { database in
            let draft = self.channel("ops")
            try await database.write { db in
                let id = try self.channels.insert(draft, in: db)
                try self.channels.record(error: "refused", of: id, in: db)
                let broken = try #require(try self.channels.find(id, of: ID(1), in: db))
                #expect(broken.lastError == "refused")
                try self.channels.update(broken, in: db)
                #expect(try self.channels.find(id, of: ID(1), in: db)?.lastError == nil)
            }
        }
    }
}

import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@Suite struct StatusPageRepositoryTests {
    private let pages = StatusPageRepository()

    private func draft(_ slug: String, of organization: ID<Organization>, published: Bool = true) -> StatusPage {
        StatusPage(
            id: ID(0), organization: organization, slug: slug, title: "Acme", description: "What Acme runs.",
            published: published, theme: .dark, historyDays: 30,
            sections: [.init(name: "Services", components: [.init(id: 1, name: "Shop", monitor: ID(7), showLatency: true)])],
            createdAt: Instant(seconds: 1), updatedAt: Instant(seconds: 2))
    }

    /// Runs a test with two organizations.
    private func with(
        _ backend: TestDatabase, _ test: (any Database, ID<Organization>, ID<Organization>) async throws -> Void
    ) async throws {
        try await backend.run { database in
            let (one, two) = try await database.write { db in
                (try StoreFixtures.organization("one", in: db), try StoreFixtures.organization("two", in: db))
            }
            try await test(database, one, two)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a page is read as it was written, only by its own organization`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { database, one, two in
            let draft = self.draft("acme", of: one)
            let stored = try await database.write { try self.pages.insert(draft, in: $0) }
            try await database.read { db in
                let found = try self.pages.find(stored.id, of: one, in: db)
                #expect(found == stored)
                #expect(stored.sections == draft.sections && stored.theme == .dark && stored.version == 1)
                #expect(try self.pages.list(of: one, after: nil, limit: 10, in: db) == [stored])
                #expect(try self.pages.list(of: one, after: stored.id, limit: 10, in: db).isEmpty)
                #expect(try self.pages.find(stored.id, of: two, in: db) == nil)
                #expect(try self.pages.count(of: two, in: db) == 0)
                #expect(throws: OperationError.notFound) { try self.pages.require(stored.id, of: two, in: db) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the public finds only published pages`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { database, one, two in
            let (open, hidden) = (self.draft("open", of: one), self.draft("hidden", of: two, published: false))
            try await database.write { db in
                let page = try self.pages.insert(open, in: db)
                _ = try self.pages.insert(hidden, in: db)
                #expect(try self.pages.published(slug: "open", in: db) == page)
                #expect(try self.pages.published(slug: "hidden", in: db) == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a slug belongs to one page of the installation`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { database, one, two in
            let (first, second) = (self.draft("acme", of: one), self.draft("acme", of: two))
            try await database.write { _ = try self.pages.insert(first, in: $0) }
            await #expect(throws: StoreError.unique(table: "status_pages", columns: ["slug"])) {
                try await database.write { _ = try self.pages.insert(second, in: $0) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of two edits of one version the second is a conflict`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { database, one, two in
            let draft = self.draft("acme", of: one)
            var edited = try await database.write { try self.pages.insert(draft, in: $0) }
            edited.title = "Acme Inc."
            let edit = edited
            let updated = try await database.write { try self.pages.update(edit, in: $0) }
            #expect(updated.version == 2)
            #expect(try await database.read { try self.pages.find(updated.id, of: one, in: $0) } == updated)
            await #expect(throws: StoreError.conflict) { try await database.write { try self.pages.update(edit, in: $0) } }
            #expect(try await database.write { try self.pages.delete(updated.id, of: two, in: $0) } == false)
            #expect(try await database.write { try self.pages.delete(updated.id, of: one, in: $0) } == true)
        }
    }
}

import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// The shutdown of a process with a database that does not answer.
@Suite(.timeLimit(.minutes(1))) struct HurryTests {
    @Test(arguments: TestDatabase.all)
    func `a stuck transaction is abandoned, no other begins, and closing does not wait`(_ backend: TestDatabase) async throws {
        let gate = Gate()
        defer { gate.open() }
        try await backend.run { database in
            async let stuck: Void = database.write { _ in gate.wait() }
            await gate.reached()
            database.hurry(within: .milliseconds(50))
            do {
                try await stuck
                Issue.record("the gate is closed")
            } catch StoreError.commitUnknown {}
            do {
                _ = try await database.read { db in try db.now() }
                Issue.record("no transaction may begin")
            } catch StoreError.unavailable {}
            await database.close()
        }
    }

    @Test(arguments: TestDatabase.all)
    func `transactions behind it, or after it, are abandoned too`(_ backend: TestDatabase) async throws {
        let gate = Gate()
        defer { gate.open() }
        try await backend.run { database in
            database.hurry(within: .milliseconds(50))
            // With PostgreSQL on the one reserved connection, with SQLite on the only writer.
            async let stuck: Void = database.reserved.write { _ in gate.wait() }
            await gate.reached()
            async let behind: Void = database.reserved.write { _ in }
            do { try await stuck } catch is StoreError {}
            do {
                try await behind
                Issue.record("the connection was busy")
            } catch is StoreError {}
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a database that answers continues to the end`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            database.hurry(within: .seconds(30))
            for number in 0..<20 {
                try await database.write { db in
                    try db.execute("INSERT INTO installation (key, value) VALUES (\("\(number)"), '')")
                }
            }
            let count = try await database.read { db in
                try db.first("SELECT count(*) FROM installation") { try $0.next(Int.self) }
            }
            #expect(count == 20)
        }
    }

    @Test func `only the slow transaction is abandoned while others are answered`() async throws {
        let gate = Gate()
        defer { gate.open() }
        try await TestDatabase.postgreSQL.run { database in
            async let stuck: Void = database.write { _ in gate.wait() }
            await gate.reached()
            database.hurry(within: .seconds(1))
            let answered = Task {
                while !Task.isCancelled { _ = try await database.read { db in try db.now() } }
            }
            do {
                try await stuck
                Issue.record("the gate is closed")
            } catch StoreError.commitUnknown {}
            _ = try await database.read { db in try db.now() }
            answered.cancel()
            try await answered.value
            await database.close()
        }
    }
}

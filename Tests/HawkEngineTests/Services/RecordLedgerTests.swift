import HawkTestSupport
import Testing

@testable import HawkEngine

/// Compares the ledger with a simple model. Writes to database and disk succeed, fail and finish in random order.
@Suite struct RecordLedgerTests {
    /// The contents of database and disk, recorded as they change.
    private struct World {
        var ledger = RecordLedger<Int>()
        var submitted = 0
        var settled: [Int] = []
        /// In the database, in the order of writes.
        var stored: [Int] = []
        /// The results in each file on disk.
        var files: [Int: [Int]] = [:]
        var nextFile = 1
        var writing: [RecordLedger<Int>.Entry]?
        var spilling: [RecordLedger<Int>.Entry]?

        mutating func submit() {
            self.ledger.append(self.submitted, at: .now)
            self.submitted += 1
        }

        mutating func beginWrite(_ limit: Int) {
            guard self.writing == nil, self.files.isEmpty else { return }
            self.writing = self.ledger.nextForDatabase(limit)
        }

        mutating func endWrite(succeeds: Bool) {
            guard let writing else { return }
            self.writing = nil
            guard succeeds else { return self.ledger.failed() }
            self.stored += writing.map(\.payload)
            self.settled += self.ledger.stored().map(\.payload)
            for file in self.ledger.drainSurplus() { self.files[file] = nil }
        }

        mutating func beginSpill(_ limit: Int) {
            guard self.spilling == nil else { return }
            let batch = self.ledger.nextForDisk(limit)
            if !batch.isEmpty { self.spilling = batch }
        }

        mutating func endSpill(succeeds: Bool) {
            guard let spilling else { return }
            self.spilling = nil
            guard succeeds else { return }
            self.files[self.nextFile] = spilling.map(\.payload)
            self.settled += self.ledger.spilled(spilling, in: self.nextFile).map(\.payload)
            self.nextFile += 1
            if self.writing == nil { for file in self.ledger.drainSurplus() { self.files[file] = nil } }
        }

        /// What the recorder does before it takes anything from memory.
        mutating func storeOldestFile() {
            guard self.writing == nil, let number = self.files.keys.min() else { return }
            self.stored += self.files.removeValue(forKey: number) ?? []
        }

        /// What survives a crash.
        var durable: Set<Int> { Set(self.stored).union(self.files.values.joined()) }
    }

    @Test(arguments: [UInt64](1...40))
    func `each result is settled once, when it is durable, and stored in order, despite failures and overtaking`(_ seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var world = World()
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<12, using: &chance) {
            case 0..<4: world.submit()
            case 4, 5: world.beginWrite(Int.random(in: 1...8, using: &chance))
            case 6: world.endWrite(succeeds: Bool.random(using: &chance))
            case 7: world.endWrite(succeeds: true)
            case 8: world.beginSpill(Int.random(in: 1...8, using: &chance))
            case 9: world.endSpill(succeeds: Bool.random(using: &chance))
            case 10: world.endSpill(succeeds: true)
            default: world.storeOldestFile()
            }
            #expect(world.durable.isSuperset(of: world.settled))
            #expect(world.ledger.count == world.submitted - world.settled.count)
        }
        world.endSpill(succeeds: true)
        world.endWrite(succeeds: true)
        while !world.files.isEmpty { world.storeOldestFile() }
        while !world.ledger.isEmpty {
            world.beginWrite(5)
            world.endWrite(succeeds: true)
        }
        #expect(world.settled.count == world.submitted && Set(world.settled).count == world.submitted)
        // The first time each result reaches the database. Repeats are harmless.
        var seen: Set<Int> = []
        let firsts = world.stored.filter { seen.insert($0).inserted }
        #expect(firsts == Array(0..<world.submitted))
    }

    @Test func `results in a pending database write are copied to a file, which is removed after the write`() {
        var ledger = RecordLedger<Int>()
        for number in 0..<3 { ledger.append(number, at: .now) }
        let writing = ledger.nextForDatabase(2)
        let copied = ledger.nextForDisk(9)
        #expect(writing.map(\.payload) == [0, 1] && copied.map(\.payload) == [0, 1])
        let settled = ledger.spilled(copied, in: 7)
        #expect(settled.map(\.payload) == [0, 1])
        #expect(ledger.nextForDisk(9).map(\.payload) == [2])
        let again = ledger.stored()
        #expect(again.isEmpty)
        let surplus = ledger.drainSurplus()
        #expect(surplus == [7])
    }
}

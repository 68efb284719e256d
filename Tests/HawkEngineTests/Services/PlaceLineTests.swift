import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkEngine

/// Compares the places of one resource with a model that knows the whole history.
@Suite struct PlaceLineTests {
    private static let rules = PlaceShares.Rules(limit: 4, max: 9, blockingTime: .seconds(5))

    /// Tracks which organization holds what, and which waits since when and behind how many.
    private struct Model {
        struct Held {
            let organization: Int
            let since: NIODeadline
            let until: NIODeadline
        }

        struct Waiting {
            let organization: Int
            let length: TimeAmount
        }

        /// An organization that waits without a place.
        struct Need {
            let since: NIODeadline
            let ahead: Int
            var sawAllHeld: Bool
        }

        var held: [Held] = []
        var waiting: [Waiting] = []
        var needs: [Int: Need] = [:]

        func count(of organization: Int) -> Int { self.held.count { $0.organization == organization } }

        func admits(_ organization: Int, at now: NIODeadline) -> Bool {
            let own = self.count(of: organization)
            if own > 0 { return self.held.count < 4 && own < 4 * (4 - self.held.count) }
            return self.held.count < 9 && self.held.filter { now - $0.since < .seconds(5) }.count < 4
        }

        /// Tracks the organizations that wait without a place. Called after each step.
        mutating func account(at now: NIODeadline) {
            let needy = Set(self.waiting.map(\.organization)).filter { self.count(of: $0) == 0 }
            for organization in needs.keys where !needy.contains(organization) { self.needs[organization] = nil }
            for organization in needy where self.needs[organization] == nil {
                self.needs[organization] = Need(since: now, ahead: needy.count - 1, sawAllHeld: false)
            }
            for organization in needs.keys where self.held.count == 9 { self.needs[organization]?.sawAllHeld = true }
        }
    }

    private struct Run {
        var line = PlaceLine<Model.Waiting>(PlaceLineTests.rules, lineCapacity: 50, capacity: 500)
        var model = Model()
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var grants = 0

        mutating func grant(_ organization: Int, _ length: TimeAmount) {
            self.check(self.model.admits(organization, at: self.now), "\(organization) may not have a place")
            self.model.held.append(.init(organization: organization, since: self.now, until: self.now + length))
            self.check(self.model.held.count <= 9, "more than all places are held")
            self.grants += 1
        }

        mutating func serve() {
            for waiter in self.line.serve(at: self.now) {
                let index = self.model.waiting.firstIndex { $0.organization == waiter.organization }
                if let index { self.model.waiting.remove(at: index) }
                self.grant(waiter.organization, waiter.length)
            }
            // No organization waits that could have a place.
            let inVain = Set(self.model.waiting.map(\.organization)).filter { self.model.admits($0, at: self.now) }
            self.check(inVain.isEmpty, "\(inVain) wait although they are admitted")
        }

        mutating func arrive(_ organization: Int, _ length: TimeAmount) {
            self.serve()
            if self.line.acquire(ID(Int64(organization)), at: self.now) { return self.grant(organization, length) }
            let waiter = Model.Waiting(organization: organization, length: length)
            guard self.line.wait(waiter, of: ID(Int64(organization))) else { return }
            self.model.waiting.append(waiter)
            self.serve()
        }

        /// Advances the time, one change after the other.
        mutating func advance(to end: NIODeadline) {
            while true {
                self.model.account(at: self.now)
                self.checkNeeds()
                let change = [self.model.held.map(\.until).min(), self.line.nextChange(after: self.now)].compactMap { $0 }.min()
                guard let change, change <= end else { break }
                self.now = max(change, self.now)
                if let index = self.model.held.firstIndex(where: { $0.until <= self.now }) {
                    let ended = self.model.held.remove(at: index)
                    self.line.release(ID(Int64(ended.organization)), since: ended.since)
                }
                self.serve()
                self.check(
                    self.line.held == self.model.held.count && self.line.waiting == self.model.waiting.count, "the counts differ")
            }
            self.now = end
        }

        /// The guarantee: one maximum wait for each `limit` of the organizations that need a place.
        private func checkNeeds() {
            for need in self.model.needs.values where !need.sawAllHeld {
                let rounds = Int64((need.ahead + 1 + 3) / 4)
                self.check(self.now - need.since <= .seconds(5) * rounds, "one of \(need.ahead + 1) waits too long")
            }
        }

        /// Costs nothing if the condition holds: it is checked a hundred thousand times.
        private func check(_ isSo: Bool, _ what: @autoclosure () -> String) {
            if !isSo { Issue.record("\(what())") }
        }
    }

    @Test(arguments: 0..<20) func `an organization has a place after a bounded time for any load of others`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var run = Run()
        let organizations = Int.random(in: 2...14, using: &random)
        for _ in 0..<300 {
            let organization = Int.random(in: 1...organizations, using: &random)
            // Some hold their places for minutes, as a check of a silent target does.
            let isLong = Int.random(in: 0..<10, using: &random) < 3
            let length = isLong ? Int64.random(in: 60_000...590_000, using: &random) : .random(in: 1...4_000, using: &random)
            run.arrive(organization, .milliseconds(length))
            run.advance(to: run.now + .milliseconds(.random(in: 0...3_000, using: &random)))
        }
        run.advance(to: run.now + .hours(24))
        #expect(run.line.isEmpty && run.model.waiting.isEmpty && run.grants > 50)
    }

    @Test func `only more organizations than the places beyond the limit can take all places`() {
        var run = Run()
        // Each takes as many places as possible, and holds them.
        for organization in 1...5 {
            for _ in 0..<20 { run.arrive(organization, .hours(1)) }
            run.advance(to: run.now + .seconds(6))
        }
        #expect(run.model.held.count < 9)
        run.arrive(99, .seconds(1))
        run.advance(to: run.now + .seconds(5))
        #expect(!run.model.waiting.contains { $0.organization == 99 })
    }

    @Test func `waiting organizations are served in turn, and a removed check is not served`() {
        var line = PlaceLine<String>(.init(limit: 1, max: 1, blockingTime: .seconds(5)), lineCapacity: 2, capacity: 4)
        let now = NIODeadline.uptimeNanoseconds(1)
        let isAcquired = line.acquire(ID(1), at: now)
        #expect(isAcquired)
        let comers: [(name: String, organization: Int64)] = [
            ("a1", 1), ("a2", 1), ("a3", 1), ("b1", 2), ("b2", 2), ("c1", 3),
        ]
        let waiting = comers.filter { line.wait($0.name, of: ID($0.organization)) }
        #expect(waiting.map(\.name) == ["a1", "a2", "b1", "b2"])
        line.remove(of: ID(2)) { $0 == "b1" }
        var served: [String] = []
        for organization in [1, 1, 2] as [Int64] {
            line.release(ID(organization), since: now)
            served += line.serve(at: now)
        }
        #expect(served == ["a1", "b2", "a2"])
    }

    @Test func `no organization has more than its own limit`() {
        var shares = PlaceShares(.init(limit: 20, max: 40, each: 4, blockingTime: .seconds(5)))
        let now = NIODeadline.uptimeNanoseconds(1)
        for _ in 0..<4 {
            #expect(shares.admits(ID(1), at: now))
            shares.begin(ID(1), at: now)
        }
        #expect(!shares.admits(ID(1), at: now + .hours(1)) && shares.admits(ID(2), at: now))
    }
}

import HawkCore
import HawkTestSupport
import NIOCore
import Testing

@testable import HawkEngine

/// Compares what organizations may take of a loop's processor time with a model that replays their whole history.
@Suite struct ProcessorSharesTests {
    private static let rules = ProcessorShares.Rules(rate: 0.1, burst: 250_000_000, presence: .seconds(60))

    /// Every charge of one organization, and the times of its tasks.
    private struct Model {
        var charges: [Int: [(at: NIODeadline, nanoseconds: Int64)]] = [:]
        var tasks: [Int: NIODeadline] = [:]

        func balance(of organization: Int, at now: NIODeadline) -> Double {
            var (balance, last) = (250_000_000.0, NIODeadline.uptimeNanoseconds(0))
            for charge in self.charges[organization] ?? [] {
                balance = min(balance + Double((charge.at - last).nanoseconds) * 0.1, 250_000_000) - Double(charge.nanoseconds)
                last = charge.at
            }
            return min(balance + Double((now - last).nanoseconds) * 0.1, 250_000_000)
        }

        func isHeldBack(_ organization: Int, at now: NIODeadline) -> Bool {
            let others = self.tasks.filter { $0.key != organization && now - $0.value < .seconds(60) }
            return !others.isEmpty && self.balance(of: organization, at: now) < 0
        }
    }

    @Test(arguments: 0..<40) func `an organization beyond its share waits until it has made up for it`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (shares, model) = (ProcessorShares(Self.rules), Model())
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var heldBack = 0
        for _ in 0..<1_000 {
            now = now + .milliseconds(.random(in: 0...(seed % 2 == 0 ? 200 : 40_000), using: &random))
            let organization = Int.random(in: 1...3, using: &random)
            let id = ID<Organization>(Int64(organization))
            shares.record(id, at: now)
            model.tasks[organization] = now
            let isHeldBack = shares.holdsBack(id, at: now)
            // At the very limit, the model may round differently.
            if abs(model.balance(of: organization, at: now)) > 1_000 {
                #expect(isHeldBack == model.isHeldBack(organization, at: now))
            }
            if isHeldBack {
                heldBack += 1
                let debtors = shares.debtorCount(at: now)
                #expect(debtors > 0)
                let release = try #require(shares.nextRelease())
                #expect(release > now && release <= now + .seconds(600))
                continue
            }
            // A check that begins is charged: at most a hundred milliseconds, which one response's expressions may take.
            let cost = Int64.random(in: 0...100_000_000, using: &random)
            shares.charge(cost, to: id, at: now)
            model.charges[organization, default: []].append((now, cost))
        }
        #expect(seed % 2 != 0 || heldBack > 100)
    }

    @Test func `over any time an organization takes at most its share, its burst and one check`() {
        var random = SeededGenerator(seed: 7)
        var shares = ProcessorShares(Self.rules)
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var (now, used) = (start, Int64(0))
        for _ in 0..<20_000 {
            now = now + .milliseconds(5)
            shares.record(ID(2), at: now)
            shares.record(ID(1), at: now)
            guard !shares.holdsBack(ID(1), at: now) else { continue }
            let cost = Int64.random(in: 1...100_000_000, using: &random)
            shares.charge(cost, to: ID(1), at: now)
            used += cost
            #expect(Double(used) <= 0.1 * Double((now - start).nanoseconds) + 350_000_000)
        }
        #expect(used > 9_000_000_000)
    }

    /// The organizations of 1 and 2 that are delayed.
    private func heldBack(_ shares: inout ProcessorShares, at now: NIODeadline) -> [Int64] {
        [1, 2].filter { shares.holdsBack(ID($0), at: now) }
    }

    private func debtors(_ shares: inout ProcessorShares, at now: NIODeadline) -> Int { shares.debtorCount(at: now) }

    @Test func `an organization without competitors is not delayed`() {
        var shares = ProcessorShares(Self.rules)
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        shares.record(ID(1), at: now)
        shares.charge(60_000_000_000, to: ID(1), at: now)
        #expect(heldBack(&shares, at: now) == [])
        shares.record(ID(2), at: now)
        #expect(heldBack(&shares, at: now) == [1])
        now = now + .seconds(61)
        shares.record(ID(1), at: now)
        #expect(heldBack(&shares, at: now) == [])
        #expect(debtors(&shares, at: now) == 1)
        #expect(debtors(&shares, at: now + .seconds(600)) == 0)
    }

    @Test func `unused time that was charged in advance is returned`() {
        var shares = ProcessorShares(Self.rules)
        let now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        shares.record(ID(2), at: now)
        shares.record(ID(1), at: now)
        shares.charge(300_000_000, to: ID(1), at: now)
        #expect(heldBack(&shares, at: now) == [1])
        shares.charge(-300_000_000, to: ID(1), at: now)
        #expect(heldBack(&shares, at: now) == [])
    }
}

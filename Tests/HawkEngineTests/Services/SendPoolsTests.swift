import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct SendPoolsTests {
    private let start = ContinuousClock.now

    private func due(_ id: Int64, of organization: Int64, isSlow: Bool = false) -> DueDelivery {
        DueDelivery(id: ID(id), organization: ID(organization), channel: ID(id), isSlow: isSlow)
    }

    @Test func `however many receivers of one organization hang, another one's alert has a place at once`() {
        var pools = SendPools(quick: 64, slow: 32)
        let hanging = pools.admit((1...1_000).map { due($0, of: 1) }, at: start)
        #expect(hanging.count == 52 && pools.freeQuick == 12)
        #expect(pools.admit([due(2_000, of: 2)], at: start) == [ID(2_000)])
        // A delivery that is in flight is not begun again.
        #expect(pools.admit([due(2_000, of: 2)], at: start).isEmpty)
        // A slow delivery moves, and frees places for the quick channels of the same organization.
        let moved = [pools.moveSlow(at: start + .seconds(4)), pools.moveSlow(at: start + .seconds(5))]
        #expect(moved == [false, true])
        // The other organization's delivery has become slow too.
        #expect(pools.freeSlow == 5)
        #expect(pools.admit([due(3_000, of: 1)], at: start + .seconds(5)) == [ID(3_000)])
        // The slow pool is shared too.
        #expect(pools.admit([due(4_000, of: 3, isSlow: true)], at: start) == [ID(4_000)])
        for id in hanging { pools.end(id) }
        for id in [2_000, 3_000, 4_000] as [Int64] { pools.end(ID(id)) }
        #expect(pools.freeQuick == 64 && pools.freeSlow == 32)
    }

    /// Begins, ends and moves sends at random, and compares the pools with lists.
    @Test(arguments: 0..<20)
    func `each pool always holds its sends, and no organization has more than its share`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var pools = SendPools(quick: 16, slow: 8)
        var model: [Int64: (organization: Int64, isSlow: Bool, startedAt: Duration)] = [:]
        var now = Duration.zero
        func count(_ isSlow: Bool, of organization: Int64? = nil) -> Int {
            model.values.count { $0.isSlow == isSlow && (organization == nil || $0.organization == organization) }
        }
        func free(_ isSlow: Bool) -> Int { (isSlow ? 8 : 16) - count(isSlow) }
        for id in Int64(1)...600 {
            now += .milliseconds(Int64.random(in: 0...800, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let (organization, isSlow) = (Int64.random(in: 1...4, using: &random), Bool.random(using: &random))
                let mayHave = count(isSlow, of: organization) < 4 * free(isSlow)
                #expect(pools.admit([due(id, of: organization, isSlow: isSlow)], at: start + now).isEmpty == !mayHave)
                // An organization without a send is refused only by a full pool.
                #expect(mayHave || count(isSlow, of: organization) > 0 || free(isSlow) == 0)
                if mayHave { model[id] = (organization, isSlow, now) }
            case 2:
                guard let ended = model.keys.sorted().randomElement(using: &random) else { continue }
                pools.end(ID(ended))
                model[ended] = nil
            default:
                let before = count(true)
                let hasMoved = pools.moveSlow(at: start + now)
                // The pools decide which ones move and report how many. No organization has more than its share.
                let moved = (8 - pools.freeSlow) - before
                #expect(hasMoved == (moved > 0) && moved >= 0)
                let overdue = model.filter { !$0.value.isSlow && now - $0.value.startedAt >= SendPools.slowAfter }
                #expect(moved <= overdue.count)
                if moved < overdue.count {
                    // One stayed: its organization already has its share of the slow pool.
                    #expect(pools.freeSlow < 8)
                }
                for (id, _) in model {
                    pools.end(ID(id))
                    model[id] = nil
                }
            }
            #expect(pools.freeQuick == free(false) && pools.freeSlow == free(true))
        }
    }
}

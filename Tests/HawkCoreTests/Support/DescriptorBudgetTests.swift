import HawkCore
import Testing

@Suite struct DescriptorBudgetTests {
    private func demand(
        checks: Int? = 1_000, servesPeople: Bool = true, operations: Bool = false, database: Int = 5, eventLoops: Int = 3
    ) -> DescriptorBudget.Demand {
        DescriptorBudget.Demand(
            checks: checks, servesPeople: servesPeople, hasOperationsListener: operations, databaseConnections: database,
            eventLoops: eventLoops)
    }

    @Test func `a high limit satisfies every demand`() throws {
        let budget = try DescriptorBudget(limit: 65_536, self.demand())
        #expect(budget.checks == 1_000 && budget.connections == 20_000 && budget.operationsConnections == 0)
    }

    @Test func `checks and HTTP connections share a low limit in halves`() throws {
        let budget = try DescriptorBudget(limit: 1_024, self.demand())
        // 80 + 5 + 3 · 3 are kept for the process.
        #expect(budget.checks == 465 / 2 && budget.connections == 930 - 2 * 232)
    }

    @Test func `a runner without users has nearly all descriptors for its checks`() throws {
        let budget = try DescriptorBudget(limit: 1_024, self.demand(servesPeople: false))
        #expect(budget.checks == (930 - 24) / 2 && budget.connections == 24)
    }

    @Test func `checks never take more than their configured number`() throws {
        let budget = try DescriptorBudget(limit: 1_024, self.demand(checks: 10))
        #expect(budget.checks == 10 && budget.connections == 910)
        #expect(try DescriptorBudget(limit: 1_024, self.demand(checks: nil)).checks == 0)
    }

    @Test(arguments: [126, 127, 200, 256, 300, 512, 1_000, 4_096, 20_000, 65_536, 1_048_576])
    func `the shares never exceed the limit`(_ limit: Int) throws {
        for servesPeople in [true, false] {
            for operations in [true, false] where limit >= 256 || !operations {
                for checks in [nil, 1, 1_000, 100_000] {
                    let demand = self.demand(checks: checks, servesPeople: servesPeople, operations: operations)
                    let budget = try DescriptorBudget(limit: limit, demand)
                    let shares = 2 * budget.checks + budget.connections + budget.operationsConnections
                    #expect(shares + 80 + 5 + 9 <= limit)
                    #expect(budget.connections > 0 && (checks == nil || budget.checks > 0))
                }
            }
        }
    }

    @Test func `a limit that is too low is refused with the lowest sufficient one`() throws {
        let error = #expect(throws: DescriptorBudget.TooLow.self) { try DescriptorBudget(limit: 125, self.demand()) }
        #expect(error?.limit == 125 && error?.minLimit == 126)
        _ = try DescriptorBudget(limit: 126, self.demand())
    }
}

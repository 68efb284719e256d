import HawkCore
import Testing

@testable import HawkProbes

@Suite struct EchoStatisticsTests {
    @Test func `mean, loss and jitter are computed from the returned echoes`() {
        let statistics = EchoStatistics(sent: 5, returned: [.milliseconds(10), .milliseconds(14), .milliseconds(12)])
        #expect(statistics.mean == .milliseconds(12))
        #expect(statistics.loss == 40)
        #expect(abs((statistics.jitter ?? .zero).seconds - 0.003) < 0.000_000_1)
    }

    @Test func `one echo has no jitter, and none has no mean`() {
        #expect(EchoStatistics(sent: 1, returned: [.milliseconds(10)]).jitter == nil)
        #expect(EchoStatistics(sent: 2, returned: []).mean == nil)
        #expect(EchoStatistics(sent: 2, returned: []).loss == 100)
    }

    @Test(arguments: [
        (Assertion.Source.latency, "11", "the round trip to shop.example takes 12.00 ms: it must be less than 11 ms"),
        (.packetLoss, "20", "shop.example lost 2 of 5 echoes (40%): it must be less than 20%"),
        (.jitter, "2.5", "the jitter of shop.example is 3.000 ms: it must be less than 2.5 ms"),
    ])
    func `a failed assertion names the host, the value and the limit`(
        _ source: Assertion.Source, _ limit: String, _ message: String
    ) {
        let statistics = EchoStatistics(sent: 5, returned: [.milliseconds(10), .milliseconds(14), .milliseconds(12)])
        #expect(statistics.evaluate(Self.less(source, limit), of: "shop.example")?.message == message)
        #expect(statistics.evaluate(Self.less(source, "50"), of: "shop.example") == nil)
    }

    @Test func `too few echoes for a jitter fail its assertion`() {
        let statistics = EchoStatistics(sent: 3, returned: [.milliseconds(10)])
        let failure = statistics.evaluate(Self.less(.jitter, "5"), of: "shop.example")
        #expect(failure?.message == "shop.example lost 2 of 3 echoes: too many to measure its jitter")
    }

    @Test func `settings have limits, each at its field`() throws {
        let type = try #require(MonitorTypeRegistry.standard[.icmp])
        let wrong: [(JSONValue, String)] = [
            (["packets": 0], "packets"), (["packets": 21], "packets"), (["packet_size": 15], "packet_size"),
            (["packet_size": 1_473], "packet_size"), (["packet_interval_ms": 9], "packet_interval_ms"),
            (["packet_interval_ms": 5_001], "packet_interval_ms"),
            (["assertions": [["source": "jitter", "operator": "less_than", "value": 5]]], "packets"),
            (["assertions": [["source": "packet_loss", "operator": "less_than", "value": 101]]], "assertions.0.value"),
            (["assertions": [["source": "body", "operator": "contains", "value": "x"]]], "assertions.0.source"),
        ]
        for (settings, field) in wrong {
            let error = #expect(throws: OperationError.self) { try type.normalise(settings: settings) }
            #expect(error?.errors.first?.field == field)
        }
    }

    private static func less(_ source: Assertion.Source, _ value: String) -> Assertion {
        Assertion(source, .lessThan, value)
    }
}

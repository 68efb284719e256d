import HawkCore
import Testing

@testable import HawkProbes

/// Which of several failed assertions decides, and whether the latency caused the failure.
@Suite struct FailedAssertionTests {
    private static func slow(_ severity: Assertion.Severity, by milliseconds: Int64) -> FailedAssertion {
        FailedAssertion(severity: severity, reason: .assertion, message: "slow", excess: .milliseconds(milliseconds))
    }

    private static func wrong(_ severity: Assertion.Severity) -> FailedAssertion {
        FailedAssertion(severity: severity, reason: .assertion, message: "wrong")
    }

    @Test func `latency is the cause if the verdict would differ without it`() {
        let first = { (failures: [FailedAssertion]) in FailedAssertion.first(of: failures) }
        #expect(first([Self.slow(.down, by: 3), Self.slow(.down, by: 5)])?.timing == .excess(.milliseconds(5)))
        #expect(first([Self.slow(.down, by: 3), Self.wrong(.degraded)])?.timing == .excess(.milliseconds(3)))
        #expect(first([Self.slow(.down, by: 3), Self.wrong(.down)])?.timing == .moment)
        #expect(first([Self.wrong(.down), Self.slow(.degraded, by: 3)])?.timing == .moment)
        #expect(first([Self.wrong(.degraded), Self.slow(.down, by: 3)])?.message == "slow; 1 more assertion failed")
        #expect(first([]) == nil)
    }
}

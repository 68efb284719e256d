import HawkCore
import NIOCore
import Testing

@testable import HawkEngine

/// Which failures a stall of the runner excuses.
@Suite struct StandstillTests {
    private static func seen(
        _ outcome: Outcome, _ reason: Reason, _ timing: Observation.Timing = .moment
    ) -> Observation {
        var seen = Observation(outcome, reason, "", latency: .seconds(8))
        seen.timing = timing
        return seen
    }

    private static let late = Standstill(lost: .milliseconds(600), last: .milliseconds(300), ended: .milliseconds(100))
    private static let early = Standstill(lost: .milliseconds(600), last: .milliseconds(300), ended: .milliseconds(300))

    @Test(arguments: [Reason.timeout, .protocol, .tls]) func `a failure right after a stall may be its fault`(_ reason: Reason) {
        #expect(Self.late.explains(Self.seen(.down, reason)))
        #expect(!Self.early.explains(Self.seen(.down, reason)))
        #expect(!Self.late.explains(Self.seen(.down, reason, .granted)))
    }

    @Test(arguments: [
        Reason.refused, .unreachable, .dns, .status, .assertion, .certificateExpired, .certificateInvalid, .tooLarge, .policy,
    ])
    func `an explicit failure of the target is never our fault`(_ reason: Reason) {
        #expect(!Self.late.explains(Self.seen(.down, reason)))
    }

    @Test func `a status 408 right after a stall may be caused by it`() {
        var seen = Self.seen(.down, .status)
        seen.statusCode = 408
        #expect(Self.late.explains(seen))
        #expect(!Self.early.explains(seen))
    }

    @Test func `a target that did not get its whole timeout is not down`() {
        #expect(Self.late.explains(Self.seen(.down, .timeout, .deprived)))
        #expect(Self.early.explains(Self.seen(.down, .timeout, .deprived)))
    }

    @Test(arguments: [Outcome.down, .degraded]) func `an excess latency is excused up to the lost time`(_ outcome: Outcome) {
        #expect(Self.early.explains(Self.seen(outcome, .assertion, .excess(.milliseconds(600)))))
        #expect(!Self.early.explains(Self.seen(outcome, .assertion, .excess(.milliseconds(601)))))
    }

    @Test func `a success is not explained by a stall`() { #expect(!Self.late.explains(Self.seen(.up, .none))) }
}

import HawkChannels
import HawkCore
import Testing

@testable import HawkEngine

@Suite struct BackoffTests {
    @Test func `pauses double from five seconds to ten minutes`() {
        let pauses = (1...9).map { Backoff.pause(after: $0, .later) }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600].map { Duration.seconds($0) })
        #expect(Backoff.pause(after: 1_000_000, .later) == .seconds(600))
    }

    @Test func `the server's requested delay is honoured within bounds, and a refusal is final`() {
        #expect(Backoff.pause(after: 1, .after(.seconds(90))) == .seconds(90))
        #expect(Backoff.pause(after: 1, .after(.zero)) == .seconds(5))
        #expect(Backoff.pause(after: 1, .after(.hours(48))) == .hours(1))
        #expect(Backoff.pause(after: 1, .never) == nil)
    }
}

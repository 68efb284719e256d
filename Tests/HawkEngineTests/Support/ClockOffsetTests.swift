import HawkCore
import NIOCore
import Testing

@testable import HawkEngine

@Suite struct ClockOffsetTests {
    private let start = NIODeadline.uptimeNanoseconds(5_000_000_000)
    private let reading = Instant(seconds: 1_790_000_000)

    /// A sample with a round trip, of which the way back takes a share.
    private func sample(_ roundTrip: Int64, ahead: Int64, back: Double = 0.5) -> ClockSample {
        let way = Int64(Double(roundTrip) * (1 - back))
        return ClockSample(
            requested: self.start, reading: self.reading + .milliseconds(ahead + way),
            answered: self.start + .milliseconds(roundTrip))
    }

    /// The measured clock shows the instant at the start.
    private func offset(_ samples: ClockSample...) -> ClockOffset {
        ClockOffset(samples) { self.reading.milliseconds * 1_000_000 + ($0 - self.start).nanoseconds }
    }

    @Test func `the answer with the shortest round trip is used, with half of it as uncertainty`() {
        let measured = offset(sample(900, ahead: 80, back: 0.1), sample(4, ahead: 80), sample(300, ahead: 80, back: 0.9))
        #expect(measured == ClockOffset(.microseconds(80_500), uncertainty: .microseconds(2_500)))
    }

    @Test func `the true offset is within the uncertainty, regardless of the two ways`() {
        for back in [0.0, 0.2, 0.5, 0.8, 1] {
            let measured = offset(sample(200, ahead: -40, back: back))
            #expect((measured.offset + .milliseconds(40)).magnitude <= measured.uncertainty)
        }
    }

    @Test(
        arguments: [
            (2, false, .none), (-2, true, .none), (6, false, .slew), (-900, false, .slew), (1_001, false, .step),
            (-60_000, false, .slew), (6, true, .step), (-60_000, true, .step),
        ] as [(Int64, Bool, ClockOffset.Correction)])
    func `uncertainty is not corrected, and a running clock is slowed but never set back`(
        _ offset: Int64, _ atStart: Bool, _ correction: ClockOffset.Correction
    ) {
        #expect(ClockOffset(.milliseconds(offset), uncertainty: .milliseconds(5)).correction(atStart: atStart) == correction)
    }
}

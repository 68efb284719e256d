import HawkCore
import HawkTestSupport
import Testing

@Suite struct FreezeWatchTests {
    @Test func `a part that does not answer is reported after ten seconds and ends the process after sixty`() {
        var watch = FreezeWatch([.init("loop")])
        #expect(watch.tick(at: .zero, [.none]) == [.query(0)])
        for second in 1..<10 { #expect(watch.tick(at: .seconds(second), [.none]).isEmpty) }
        #expect(watch.complaint == nil)
        #expect(watch.tick(at: .seconds(10), [.none]) == [.reportFrozen(0, .seconds(10))])
        #expect(watch.complaint == "loop has been frozen for 10 s")
        for second in 11..<60 { #expect(watch.tick(at: .seconds(second), [.none]).isEmpty) }
        #expect(watch.tick(at: .seconds(60), [.none]) == [.end(0, .seconds(60))])
    }

    @Test func `a part that answers late is reported as working again`() {
        var watch = FreezeWatch([.init("loop")])
        for second in 0...30 { _ = watch.tick(at: .seconds(second), [.none]) }
        #expect(watch.tick(at: .seconds(31), [.answered]) == [.query(0), .reportThawed(0)])
        #expect(watch.complaint == nil && watch.stuck == [.zero])
        for second in 32..<41 { #expect(watch.tick(at: .seconds(second), [.none]).isEmpty) }
        #expect(watch.tick(at: .seconds(41), [.none]) == [.reportFrozen(0, .seconds(10))])
    }

    @Test func `a process that was stopped reports no part`() {
        var watch = FreezeWatch([.init("loop"), .init("threads", reportAfter: .seconds(45))])
        _ = watch.tick(at: .zero, [.none, .stuck(.zero)])
        // SIGSTOP for an hour: the request before it is not answered, and a statement ran all the time.
        #expect(watch.tick(at: .seconds(3_600), [.none, .stuck(.seconds(3_600))]).isEmpty)
        #expect(watch.stuck == [.zero, .zero])
        // From now on it counts.
        for second in 3_601..<3_610 { #expect(watch.tick(at: .seconds(second), [.none, .stuck(.zero)]).isEmpty) }
        #expect(watch.tick(at: .seconds(3_610), [.none, .stuck(.zero)]) == [.reportFrozen(0, .seconds(10))])
    }

    @Test func `a part with a longer limit is reported by that limit`() {
        var watch = FreezeWatch([.init("threads", reportAfter: .seconds(45))])
        for second in 0..<45 { #expect(watch.tick(at: .seconds(second), [.stuck(.seconds(second))]).isEmpty) }
        #expect(watch.tick(at: .seconds(45), [.stuck(.seconds(45))]) == [.reportFrozen(0, .seconds(45))])
        for second in 46..<60 { _ = watch.tick(at: .seconds(second), [.stuck(.seconds(second))]) }
        #expect(watch.tick(at: .seconds(60), [.stuck(.seconds(60))]) == [.end(0, .seconds(60))])
    }

    /// Regardless of ticks and stops, the process never ends for less than a minute of silence while it ran, and always for twice
    /// that.
    @Test(arguments: 0..<50) func `the process ends only for a part that was silent while it ran`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var watch = FreezeWatch([.init("loop")])
        var now = Duration.zero
        var silentSince: Duration?
        for _ in 0..<2_000 {
            let isGap = Int.random(in: 0..<200, using: &random) == 0
            now +=
                isGap
                ? .seconds(Int.random(in: 4...10_000, using: &random))
                : .milliseconds(Int.random(in: 900...2_900, using: &random))
            let answers = Int.random(in: 0..<40, using: &random) == 0
            // A gap ends every silence, as does an answer.
            if isGap || answers { silentSince = nil }
            let actions = watch.tick(at: now, [answers ? .answered : .none])
            silentSince = silentSince ?? now
            let silence = now - (silentSince ?? now)
            let ends = actions.contains { if case .end = $0 { true } else { false } }
            #expect(ends == (silence >= .seconds(60)), "\(silence)")
        }
    }
}

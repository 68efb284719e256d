import HawkCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
    private struct Failure: Error, Equatable {}

    private let later = ContinuousClock.now + .seconds(3_600)

    /// Ends only when it is cancelled.
    @Sendable private static func hang() async -> String {
        try? await Task.sleep(for: .seconds(3_600))
        return "interrupted"
    }

    @Test func `the outcome of an operation that ends in time is returned`() async {
        #expect(await withDeadline(self.later, on: .continuous) { "done" } == "done")
        await #expect(throws: Failure()) {
            try await withDeadline(self.later, on: .continuous) { () async throws(Failure) -> String in throw Failure() }
        }
    }

    @Test func `an operation that does not end in time is cancelled`() async {
        #expect(await withDeadline(.now, on: .continuous, Self.hang) == nil)
    }

    @Test func `a cancelled caller gets the outcome of the operation`() async {
        let outcome = await Task { [later] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await withDeadline(later, on: .continuous, Self.hang)
        }.value
        #expect(outcome == "interrupted")
    }

    @Test func `a stream's next element is returned, or nil at its end or the deadline`() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        continuation.yield(7)
        #expect(await stream.first(until: self.later, on: .continuous) == 7)
        #expect(await stream.first(until: .now, on: .continuous) == nil)
        continuation.finish()
        #expect(await stream.first(until: self.later, on: .continuous) == nil)
    }
}

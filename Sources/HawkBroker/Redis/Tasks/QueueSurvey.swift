import HawkCore
import Synchronization

/// Measures how many tasks wait at each location. The scheduler does this because it knows all locations, including those without
/// runners.
final class QueueSurvey: Sendable {
    private static let interval = Duration.seconds(1)
    private static let commandTimeout = Duration.milliseconds(250)

    private struct State {
        var locations: Set<String> = []
        var dueAt = ContinuousClock.now
    }

    private let pipeline: RedisPipeline
    private let keys: RedisKeys
    private let clock: any WallClock
    private let observer: BrokerObserver
    private let state = Mutex(State())

    init(_ pipeline: RedisPipeline, _ keys: RedisKeys, clock: any WallClock, observer: BrokerObserver) {
        self.pipeline = pipeline
        self.keys = keys
        self.clock = clock
        self.observer = observer
    }

    func look(at locations: [String]) async {
        let due: [String]? = self.state.withLock { state in
            state.locations.formUnion(locations)
            guard ContinuousClock.now >= state.dueAt else { return nil }
            state.dueAt = .now + Self.interval
            return state.locations.sorted()
        }
        guard let due else { return }
        do throws(RedisError) {
            try await self.report(due)
        } catch {
            self.observer.trouble(error.sentence)  // the next survey may succeed
        }
    }

    private func report(_ locations: [String]) async throws(RedisError) {
        let streams = locations.map { RedisCommand.Argument.text(self.keys.tasks($0)) }
        let groups = try await self.pipeline.send(
            streams.flatMap { [["XLEN", $0], ["XINFO", "GROUPS", $0]] as [RedisCommand] }, within: Self.commandTimeout)
        let states = streams.indices.map { Queue(length: groups[2 * $0], groups: groups[2 * $0 + 1]) }
        let firsts = try await self.pipeline.send(
            zip(streams, states).map { ["XRANGE", $0, .text("(\($1.delivered)"), "+", "COUNT", "1"] }, within: Self.commandTimeout
        )
        let now = self.clock.now
        for (index, location) in locations.enumerated() {
            let oldest = StreamEntry.all(in: firsts[index]).first.flatMap { EntryName($0.name) }
            let age = oldest.map { max(now - Instant(milliseconds: Int64(clamping: $0.milliseconds)), .zero) }
            self.observer.waiting(location, states[index].waiting, age)
        }
    }

    private struct Queue {
        /// Stream entries not yet delivered to a runner.
        let waiting: Int
        /// The last entry delivered to a runner.
        let delivered: String

        init(length: RedisReply, groups: RedisReply) {
            let group = groups.list?.first?.fields ?? [:]
            // Settled entries are no longer in the stream.
            self.waiting = max(Int((length.integer ?? 0) - (group["pending"]?.integer ?? 0)), 0)
            self.delivered = group["last-delivered-id"]?.text ?? "0-0"
        }
    }
}

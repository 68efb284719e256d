import HawkCore
package import Logging
import Synchronization

/// A problem that may recur many times a second while its cause lasts, and its log messages.
package struct Trouble: Sendable {
    package let level: Logger.Level
    package let begins: String
    /// Nil if its end is not detected. It ends when it has not recurred for the interval.
    package let ends: String?
    /// How often it is logged while it lasts.
    package let interval: Duration

    package init(_ level: Logger.Level, _ begins: String, ends: String?, every interval: Duration = .minutes(1)) {
        self.level = level
        self.begins = begins
        self.ends = ends
        self.interval = interval
    }
}

/// Logs recurring problems without flooding: when one begins, periodically while it lasts, and when it ends.
package final class TroubleLog: Sendable {
    private struct Key: Hashable {
        let begins: String
        let subject: String
    }

    private struct Episode {
        let since: ContinuousClock.Instant
        var loggedAt: ContinuousClock.Instant
        var recordedAt: ContinuousClock.Instant
        var count = 1
    }

    private let logger: Logger
    private let episodes = Mutex<[Key: Episode]>([:])

    package init(_ logger: Logger) { self.logger = logger }

    /// Records that the problem occurred.
    /// - Parameters:
    ///   - error: The cause. Nil if the metadata contains it.
    ///   - subject: Distinguishes several subjects with the same problem. There are few, known in advance.
    package func record(
        _ trouble: Trouble, _ error: (any Error)? = nil, of subject: String = "", metadata: Logger.Metadata = [:],
        now: ContinuousClock.Instant = .now
    ) {
        let due: Episode? = self.episodes.withLock { episodes in
            let key = Key(begins: trouble.begins, subject: subject)
            guard var episode = episodes[key], trouble.ends != nil || episode.recordedAt.duration(to: now) < trouble.interval
            else {
                let episode = Episode(since: now, loggedAt: now, recordedAt: now)
                episodes[key] = episode
                return episode
            }
            episode.count += 1
            episode.recordedAt = now
            let isDue = episode.loggedAt.duration(to: now) >= trouble.interval
            if isDue { episode.loggedAt = now }
            episodes[key] = episode
            return isDue ? episode : nil
        }
        guard let due else { return }
        var metadata = error.map { .of($0, metadata) } ?? metadata
        if !subject.isEmpty { metadata["subject"] = "\(subject)" }
        if due.count > 1 { Self.add(due, to: &metadata, now) }
        self.logger.log(level: trouble.level, "\(trouble.begins)", metadata: metadata)
    }

    /// Records a success. Logs the end of the problem if there was one.
    package func end(_ trouble: Trouble, of subject: String = "", now: ContinuousClock.Instant = .now) {
        let ended = self.episodes.withLock { episodes in
            episodes.isEmpty ? nil : episodes.removeValue(forKey: Key(begins: trouble.begins, subject: subject))
        }
        guard let ended, let sentence = trouble.ends else { return }
        var metadata: Logger.Metadata = subject.isEmpty ? [:] : ["subject": "\(subject)"]
        Self.add(ended, to: &metadata, now)
        self.logger.notice("\(sentence)", metadata: metadata)
    }

    /// Runs an action that throws if the problem occurs, and records the outcome. The end of a cancelled task is not recorded.
    /// - Returns: Whether the action succeeded.
    @discardableResult
    package func track(_ trouble: Trouble, of subject: String = "", _ action: () async throws -> Void) async -> Bool {
        do {
            try await action()
            self.end(trouble, of: subject)
            return true
        } catch is CancellationError where Task.isCancelled {
            return false
        } catch {
            self.record(trouble, error, of: subject)
            return false
        }
    }

    private static func add(_ episode: Episode, to metadata: inout Logger.Metadata, _ now: ContinuousClock.Instant) {
        metadata["trouble.count"] = "\(episode.count)"
        metadata["trouble.seconds"] = "\(episode.since.duration(to: now).milliseconds / 1_000)"
    }
}

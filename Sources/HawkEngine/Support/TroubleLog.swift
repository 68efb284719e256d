import HawkCore
package import Logging
import Synchronization

/// Something that may go wrong many times a second for as long as its cause lasts, and what the log says of it.
package struct Trouble: Sendable {
    package let level: Logger.Level
    package let begins: String
    /// nil: nobody notices its end. It is over when nothing was heard of it for the interval.
    package let ends: String?
    /// How often it is told while it lasts.
    package let interval: Duration

    package init(_ level: Logger.Level, _ begins: String, ends: String?, every interval: Duration = .minutes(1)) {
        self.level = level
        self.begins = begins
        self.ends = ends
        self.interval = interval
    }
}

/// Tells of troubles as a person would: when one begins, once in a while as long as it lasts, and when it is over.
package final class TroubleLog: Sendable {
    private struct Key: Hashable {
        let begins: String
        let subject: String
    }

    private struct Episode {
        let since: ContinuousClock.Instant
        var toldAt: ContinuousClock.Instant
        var heardAt: ContinuousClock.Instant
        var count = 1
    }

    private let logger: Logger
    private let episodes = Mutex<[Key: Episode]>([:])

    package init(_ logger: Logger) { self.logger = logger }

    /// It has gone wrong, or still does.
    /// - Parameters:
    ///   - error: why; nil where the metadata says it.
    ///   - subject: which of several that may be in the same trouble; few, and known in advance.
    package func note(
        _ trouble: Trouble, _ error: (any Error)? = nil, of subject: String = "", metadata: Logger.Metadata = [:],
        now: ContinuousClock.Instant = .now
    ) {
        let told: Episode? = self.episodes.withLock { episodes in
            let key = Key(begins: trouble.begins, subject: subject)
            guard var episode = episodes[key], trouble.ends != nil || episode.heardAt.duration(to: now) < trouble.interval else {
                let episode = Episode(since: now, toldAt: now, heardAt: now)
                episodes[key] = episode
                return episode
            }
            episode.count += 1
            episode.heardAt = now
            let isDue = episode.toldAt.duration(to: now) >= trouble.interval
            if isDue { episode.toldAt = now }
            episodes[key] = episode
            return isDue ? episode : nil
        }
        guard let told else { return }
        var metadata = error.map { .of($0, metadata) } ?? metadata
        if !subject.isEmpty { metadata["subject"] = "\(subject)" }
        if told.count > 1 { Self.add(told, to: &metadata, now) }
        self.logger.log(level: trouble.level, "\(trouble.begins)", metadata: metadata)
    }

    /// It goes well. Says so where it did not.
    package func end(_ trouble: Trouble, of subject: String = "", now: ContinuousClock.Instant = .now) {
        let ended = self.episodes.withLock { episodes in
            episodes.isEmpty ? nil : episodes.removeValue(forKey: Key(begins: trouble.begins, subject: subject))
        }
        guard let ended, let sentence = trouble.ends else { return }
        var metadata: Logger.Metadata = subject.isEmpty ? [:] : ["subject": "\(subject)"]
        Self.add(ended, to: &metadata, now)
        self.logger.notice("\(sentence)", metadata: metadata)
    }

    private static func add(_ episode: Episode, to metadata: inout Logger.Metadata, _ now: ContinuousClock.Instant) {
        metadata["trouble.count"] = "\(episode.count)"
        metadata["trouble.seconds"] = "\(episode.since.duration(to: now).milliseconds / 1_000)"
    }
}

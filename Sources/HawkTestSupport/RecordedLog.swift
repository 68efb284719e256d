package import Logging
import Synchronization

/// A log that tests can read.
package final class RecordedLog: Sendable {
    package struct Line: Sendable {
        package let level: Logger.Level
        package let message: String
        package let metadata: [String: String]
    }

    private let lines = Mutex<[Line]>([])

    package init() {}

    package var all: [Line] { self.lines.withLock { $0 } }

    package var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = self.metadata.merging(event.metadata ?? [:]) { _, last in last }
            self.log.lines.withLock {
                $0.append(Line(level: event.level, message: "\(event.message)", metadata: metadata.mapValues { "\($0)" }))
            }
        }
    }
}

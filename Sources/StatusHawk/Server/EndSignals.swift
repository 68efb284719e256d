@preconcurrency import Dispatch
import Glibc
import HawkEngine
import Logging

/// Handles SIGTERM and SIGINT. The first signal starts a graceful shutdown. A second one, or a timeout, ends the process at once:
/// service managers wait for ten seconds.
///
/// Uses its own queue, because the task threads may be stuck. Active as long as the object lives.
final class EndSignals: Sendable {
    /// The maximum duration of a graceful shutdown.
    private static let maxDuration = DispatchTimeInterval.milliseconds(9_300)
    private static let names = [SIGTERM: "SIGTERM", SIGINT: "SIGINT"]

    /// Yields once, at the first signal.
    let first: AsyncStream<Void>
    private let notice = EndNotice()
    private let sources: [any DispatchSourceSignal]

    init(_ logger: Logger) {
        let (first, continuation) = AsyncStream.makeStream(of: Void.self)
        self.first = first
        // Serial, so that signals are handled one at a time.
        let queue = DispatchQueue(label: "statushawk.signals")
        let notice = self.notice
        self.sources = Self.names.map { number, name in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                // Exits without logging, because the log may be stuck too.
                if notice.hasBegun { _exit(128 + number) }
                notice.begin()
                continuation.yield()
                queue.asyncAfter(deadline: .now() + Self.maxDuration) { _exit(EXIT_FAILURE) }
                // On another queue: a blocked log would delay the second signal too.
                DispatchQueue.global().async {
                    logger.notice(
                        "Shutting down gracefully; a second signal ends the process immediately",
                        metadata: ["signal.name": "\(name)"])
                }
            }
            source.resume()
            return source
        }
    }

    /// Whether a signal has arrived.
    var haveBegun: Bool { self.notice.hasBegun }

    deinit { for source in self.sources { source.cancel() } }
}

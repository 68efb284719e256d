@preconcurrency import Dispatch
import Glibc
import HawkEngine
import Logging

/// SIGTERM and SIGINT: the first asks for a graceful end, the second ends the process at once, whatever it still waits for. So does
/// the time: service managers wait for ten seconds.
///
/// On a queue of its own, as the threads that tasks run on may be what is stuck. In force for as long as the object lives.
final class EndSignals: Sendable {
    /// How long a graceful end may take.
    private static let maxDuration = DispatchTimeInterval.milliseconds(9_300)
    private static let names = [SIGTERM: "SIGTERM", SIGINT: "SIGINT"]

    /// Speaks once, at the first signal.
    let first: AsyncStream<Void>
    private let notice = EndNotice()
    private let sources: [any DispatchSourceSignal]

    init(_ logger: Logger) {
        let (first, continuation) = AsyncStream.makeStream(of: Void.self)
        self.first = first
        // Serial: one signal after the other.
        let queue = DispatchQueue(label: "statushawk.signals")
        let notice = self.notice
        self.sources = Self.names.map { number, name in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                // Without another word, for the same reason.
                if notice.hasBegun { _exit(128 + number) }
                notice.begin()
                continuation.yield()
                queue.asyncAfter(deadline: .now() + Self.maxDuration) { _exit(EXIT_FAILURE) }
                // Elsewhere: a log that nobody reads any more would hold up the second signal too.
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

    /// Whether a signal has come.
    var haveBegun: Bool { self.notice.hasBegun }

    deinit { for source in self.sources { source.cancel() } }
}

package import HawkCore
import Synchronization

/// The responses without an end of their own, such as live events. Their number is limited, and they end when the server stops,
/// which would otherwise wait for them.
package final class OpenStreams: Sendable {
    private struct State {
        var isClosing = false
        var next = 0
        var endings: [Int: @Sendable () -> Void] = [:]
    }

    package let limit: Int
    private let state = Mutex(State())

    package init(limit: Int = 10_000) { self.limit = limit }

    /// Opens a stream that also ends when the server stops, together with its consumer. Elements beyond `buffer` are dropped, the
    /// oldest first.
    ///
    /// - Throws: `OperationError` with `rateLimited` if too many streams are open.
    package func open<Element: Sendable>(
        of type: Element.Type = Element.self, buffer: Int = 256
    ) throws(OperationError) -> (stream: AsyncStream<Element>, continuation: AsyncStream<Element>.Continuation) {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self, bufferingPolicy: .bufferingNewest(buffer))
        let id: Int? = self.state.withLock { state in
            guard !state.isClosing, state.endings.count < self.limit else { return nil }
            state.next += 1
            state.endings[state.next] = { continuation.finish() }
            return state.next
        }
        guard let id else {
            throw OperationError(.rateLimited(retryAfter: .seconds(5)), "too many streams are open, or the server is stopping")
        }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return (stream, continuation)
    }

    package var count: Int { self.state.withLock { $0.endings.count } }

    /// Ends every stream and refuses new ones.
    func endAll() {
        let endings = self.state.withLock { state in
            state.isClosing = true
            return state.endings.values.map { $0 }
        }
        for end in endings { end() }
    }

    private func forget(_ id: Int) { self.state.withLock { _ = $0.endings.removeValue(forKey: id) } }
}

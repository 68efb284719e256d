import Glibc
import HawkNet
import Synchronization

/// Requests that this process shuts down gracefully and restarts in place, because its state in memory is no longer valid.
final class RestartRequest: Sendable {
    /// Yields once, when the request is made.
    let made: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let isRequested = Mutex(false)

    init() { (self.made, self.continuation) = AsyncStream.makeStream() }

    var isMade: Bool { self.isRequested.withLock { $0 } }

    func make() {
        let wasRequested = self.isRequested.withLock { isRequested in
            defer { isRequested = true }
            return isRequested
        }
        if !wasRequested { self.continuation.yield() }
    }

    /// Executes the same program again, with the same arguments, environment and process ID.
    /// - Throws: `RestartError` if the system refuses it. Otherwise it does not return.
    static func execute() throws {
        Descriptors.closeOnExecution()
        // Pool threads block signals, and the new program would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        execv("/proc/self/exe", arguments)
        throw RestartError(code: errno)
    }
}

struct RestartError: Error, CustomStringConvertible {
    let code: Int32

    var description: String { "this process could not restart: \(String(cString: strerror(self.code)))" }
}

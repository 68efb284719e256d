import Glibc
import HawkNet
import Synchronization

/// Asks for this process to end gracefully and to begin anew in its place: nothing that it remembers is right any more.
final class RestartRequest: Sendable {
    /// Speaks once, when the request is made.
    let made: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let isAsked = Mutex(false)

    init() { (self.made, self.continuation) = AsyncStream.makeStream() }

    var isMade: Bool { self.isAsked.withLock { $0 } }

    func make() {
        let wasAsked = self.isAsked.withLock { isAsked in
            defer { isAsked = true }
            return isAsked
        }
        if !wasAsked { self.continuation.yield() }
    }

    /// Runs the same program once more, with the same arguments, environment and process id.
    /// - Throws: `RestartError` where the system refuses it. Otherwise it does not return.
    static func execute() throws {
        Descriptors.closeOnExecution()
        // The threads of the pool have signals blocked, which the new program would inherit.
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

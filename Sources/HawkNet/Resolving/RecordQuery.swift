package import NIOCore
import Synchronization

/// A query for records in progress.
package final class RecordQuery: Sendable {
    /// The raw answer. Its number and question match, but its content is untrusted. Fails with `NameServerFailure`, but not at
    /// any deadline.
    package var message: EventLoopFuture<[UInt8]> { self.promise.futureResult }

    private let promise: EventLoopPromise<[UInt8]>
    private let isAnswered = Atomic(false)
    private let withdraw: @Sendable () -> Void

    init(promise: EventLoopPromise<[UInt8]>, withdraw: @escaping @Sendable () -> Void) {
        self.promise = promise
        self.withdraw = withdraw
    }

    /// Cancels the query at any time, because its caller no longer waits.
    package func forget() {
        if !self.isAnswered.load(ordering: .relaxed) { self.withdraw() }
    }

    @Sendable func complete(_ answer: MessageAnswer) {
        self.isAnswered.store(true, ordering: .relaxed)
        switch answer {
        case .message(let bytes): self.promise.succeed(bytes)
        case .failure(let failure): self.promise.fail(failure)
        }
    }
}

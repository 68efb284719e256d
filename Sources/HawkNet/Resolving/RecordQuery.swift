package import NIOCore
import Synchronization

/// A question for records, while it is being asked.
package final class RecordQuery: Sendable {
    /// The answer as it came: of the right number and to the right question, but otherwise as hostile as its sender. Fails with
    /// `NameServerFailure`, though not by any deadline.
    package var message: EventLoopFuture<[UInt8]> { self.promise.futureResult }

    private let promise: EventLoopPromise<[UInt8]>
    private let isAnswered = Atomic(false)
    private let withdraw: @Sendable () -> Void

    init(promise: EventLoopPromise<[UInt8]>, withdraw: @escaping @Sendable () -> Void) {
        self.promise = promise
        self.withdraw = withdraw
    }

    /// Tells that nobody waits any more, at any time.
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

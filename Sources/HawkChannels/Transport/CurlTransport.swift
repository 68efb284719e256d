import CCurl
import Dispatch
import Foundation
import Synchronization

/// Runs blocking transfers on a few threads of its own, never on the cooperative pool. The threads end when the transport is
/// released.
package final class CurlTransport: Sendable {
    private let shared: Shared

    /// - Parameters:
    ///   - threads: the maximum number of concurrent transfers, equal to that of a notifier. Each thread starts when first
    ///     needed.
    ///   - queue: the maximum number of further transfers that wait.
    ///   - receiver: `address:port` that gets all transfers instead of their hosts, for tests.
    package init(threads: Int = 20, queue: Int = 256, receiver: String? = nil) {
        self.shared = Shared(threads: threads, queue: queue, receiver: receiver)
    }

    deinit { self.shared.stop() }

    /// Performs a transfer and ends early if the task is cancelled.
    /// - Throws: if the queue is full, or the transfer waited too long and was not started.
    func perform(_ request: CurlRequest) async throws(DeliveryError) -> CurlOutcome {
        let control = TransferControl(host: request.host, policy: request.policy)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.shared.add(Job(request: request, control: control, continuation: continuation))
            }
        } onCancel: {
            control.cancel()
        }
        guard let outcome else { throw DeliveryError("too many alerts are being sent at the moment", retry: .later) }
        return outcome
    }
}

private struct Job: Sendable {
    let request: CurlRequest
    let control: TransferControl
    /// Resumed with nil if the transfer was never started.
    let continuation: CheckedContinuation<CurlOutcome?, Never>
    let addedAt = ContinuousClock.now
}

/// The queue that the threads share. Threads hold this and not the transport, so that releasing the transport can end them.
private final class Shared: Sendable {
    /// A claim on a delivery lasts 60 seconds. A transfer that waited longer than this could not end within it.
    private static let queueTimeout = Duration.seconds(20)
    private static let isInitialized = ccurl_global_init() == CURLE_OK

    private struct State {
        var jobs: [Job] = []
        var started = 0
        var idle = 0
        var stopped = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let threads: Int
    private let limit: Int
    private let receiver: String?

    init(threads: Int, queue: Int, receiver: String?) {
        precondition(Self.isInitialized, "libcurl cannot be initialized")
        self.threads = threads
        self.limit = queue
        self.receiver = receiver
    }

    func add(_ job: Job) {
        let (accepted, needsThread) = self.state.withLock { state in
            guard state.jobs.count < self.limit + state.idle else { return (false, false) }
            state.jobs.append(job)
            let needsThread = state.jobs.count > state.idle && state.started < self.threads
            if needsThread { state.started += 1 }
            return (true, needsThread)
        }
        guard accepted else { return job.continuation.resume(returning: nil) }
        if needsThread {
            let thread = Thread { self.work() }
            thread.name = "curl"
            thread.stackSize = 512 * 1_024
            thread.start()
        }
        self.wake.signal()
    }

    func stop() {
        let (started, jobs) = self.state.withLock { state in
            state.stopped = true
            defer { state.jobs = [] }
            return (state.started, state.jobs)
        }
        for job in jobs { job.continuation.resume(returning: nil) }
        for _ in 0..<started { self.wake.signal() }
    }

    private func work() {
        while true {
            self.state.withLock { $0.idle += 1 }
            self.wake.wait()
            let (job, stopped) = self.state.withLock { state in
                state.idle -= 1
                return (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.stopped)
            }
            if let job {
                let tooLate = job.addedAt.duration(to: .now) > Self.queueTimeout
                job.continuation.resume(returning: tooLate ? nil : job.request.performBlocking(job.control, at: self.receiver))
            } else if stopped {
                return
            }
        }
    }
}

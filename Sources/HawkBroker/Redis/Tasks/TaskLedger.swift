import HawkCore
import Synchronization

/// Records the tasks that this process holds, and reports settled tasks to Redis.
final class TaskLedger: Sendable {
    /// The maximum number of settlements in one batch.
    private static let maxBatch = 1_000

    private let accounts = Mutex<[String: PendingAcknowledgements]>([:])
    private let pipeline: RedisPipeline
    private let commands: TaskCommands

    init(_ pipeline: RedisPipeline, _ keys: RedisKeys) {
        self.pipeline = pipeline
        self.commands = TaskCommands(keys: keys)
    }

    /// Records entries as held.
    func hold(_ entries: [String], of location: String) {
        self.accounts.withLock { $0[location, default: PendingAcknowledgements()].hold(entries) }
    }

    func orphans(among entries: [String], of location: String) -> [String] {
        self.accounts.withLock { $0[location, default: PendingAcknowledgements()].orphans(among: entries) }
    }

    func settle(_ receipts: [TaskReceipt]) {
        for (location, receipts) in Dictionary(grouping: receipts, by: \.location) {
            self.settle(receipts.map(\.entry), of: location)
        }
    }

    func settle(_ entries: [String], of location: String) {
        if self.accounts.withLock({ $0[location, default: PendingAcknowledgements()].settle(entries) }) { self.flush(location) }
    }

    /// If the commands are lost, other consumers claim the tasks once this process has no pulse.
    func release(_ tasks: [CheckTask]) {
        guard !tasks.isEmpty else { return }
        self.pipeline.post(self.commands.releasing(tasks))
    }

    /// Sends settlements as soon as Redis can be reached. At most one flush per location is under way.
    private func flush(_ location: String) {
        self.pipeline.retryUntilSent {
            let entries = self.accounts.withLock { $0[location, default: PendingAcknowledgements()].beginFlush(Self.maxBatch) }
            return self.commands.settling(entries, of: location)
        } finish: { result in
            let goesOn = self.accounts.withLock { accounts in
                guard case .success = result else {
                    accounts[location]?.abortFlush()
                    return false
                }
                return accounts[location, default: PendingAcknowledgements()].endFlush()
            }
            if goesOn { self.flush(location) }
        }
    }
}

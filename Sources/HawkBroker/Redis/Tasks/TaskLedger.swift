import HawkCore
import Synchronization

/// Which tasks this process was given, and tells Redis of those that it has done with.
final class TaskLedger: Sendable {
    /// Settlements in one go.
    private static let maxBatch = 1_000

    private let accounts = Mutex<[String: TaskBook]>([:])
    private let pipeline: RedisPipeline
    private let commands: TaskCommands

    init(_ pipeline: RedisPipeline, _ keys: RedisKeys) {
        self.pipeline = pipeline
        self.commands = TaskCommands(keys: keys)
    }

    /// Takes entries in charge.
    func hold(_ entries: [String], of location: String) {
        self.accounts.withLock { $0[location, default: TaskBook()].hold(entries) }
    }

    func orphans(among entries: [String], of location: String) -> [String] {
        self.accounts.withLock { $0[location, default: TaskBook()].orphans(among: entries) }
    }

    func settle(_ receipts: [TaskReceipt]) {
        for (location, receipts) in Dictionary(grouping: receipts, by: \.location) {
            self.settle(receipts.map(\.entry), of: location)
        }
    }

    func settle(_ entries: [String], of location: String) {
        if self.accounts.withLock({ $0[location, default: TaskBook()].settle(entries) }) { self.flush(location) }
    }

    /// What is lost of it is found by others once this process has no pulse any more.
    func giveBack(_ tasks: [CheckTask]) {
        guard !tasks.isEmpty else { return }
        self.pipeline.post(self.commands.givingBack(tasks))
    }

    /// As soon as Redis can be reached; one telling of each location is under way at a time.
    private func flush(_ location: String) {
        self.pipeline.retryUntilSent {
            let entries = self.accounts.withLock { $0[location, default: TaskBook()].beginFlush(Self.maxBatch) }
            return self.commands.settling(entries, of: location)
        } finish: { result in
            let goesOn = self.accounts.withLock { accounts in
                guard case .success = result else {
                    accounts[location]?.abortFlush()
                    return false
                }
                return accounts[location, default: TaskBook()].endFlush()
            }
            if goesOn { self.flush(location) }
        }
    }
}

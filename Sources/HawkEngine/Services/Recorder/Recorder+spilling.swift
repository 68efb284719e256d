import HawkCore
import HawkStore
import Logging
import Synchronization

/// How results that the database does not have in time come to the disk, and who hears of it.
extension Recorder {
    /// How often the age of the oldest result is looked at.
    private static let look = Duration.milliseconds(100)

    /// Brings to the disk what has waited for too long, beside what writes: that may wait for a database that is silent.
    func watchAge() async {
        var pause = Self.look
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)  // the loop's condition ends it when cancelled
            pause = Self.look
            if self.held?.isEmpty == false, self.state.withLock({ $0.offerHeldAt <= .now }) { self.signal.yield() }
            self.noteSilence()
            guard let oldest = self.buffer.oldest, oldest.duration(to: .now) >= self.maxAgeInMemory else { continue }
            // A disk that fails too is not tried ten times a second.
            if await !self.spillAll() { pause = .seconds(1) }
        }
        await self.spillAll()
    }

    /// Brings everything to the disk that is not durable. Only one at a time may.
    /// - Returns: whether the disk took it.
    @discardableResult
    func spillAll() async -> Bool {
        guard let spill = self.spill else { return true }
        while let batch = self.buffer.takeForDisk(Self.largestBatch) {
            do {
                guard spill.hasRoom else { throw StoreError.disk(detail: "the limit for spilled results is reached") }
                let file = try await spill.append(batch.map(\.payload.result))
                self.meters.spilled(batch.count)
                self.engine.troubles.end(.spilling)
                let settled = self.buffer.spilled(batch, in: file).map(\.payload)
                for pending in settled { pending.waiter?.resume(returning: pending.result) }
                self.settle(settled)
                self.signal.yield()
            } catch {
                self.engine.troubles.note(.spilling, error)
                return false
            }
        }
        return true
    }

    /// The oldest results on the disk; nil where there are none. Tells of files that cannot be read, which are kept.
    func oldest(in spill: Spill?) async throws -> Spill.Batch? {
        let batch = try await spill?.oldest(Self.largestBatch)
        let unreadable = (self.spill?.unreadable ?? []) + (self.held?.unreadable ?? [])
        let told = self.state.withLock { state in
            defer { state.toldUnreadable = unreadable.count }
            return state.toldUnreadable
        }
        if unreadable.count > told {
            self.engine.logger.error(
                "Failed to read files of spilled results; the files are kept",
                metadata: ["files.count": "\(unreadable.count)", "files.path": "\(unreadable.suffix(5).joined(separator: ", "))"])
        }
        return batch
    }

    /// Says that the database does not answer, where it has had a batch for so long: what writes learns of it only much later.
    private func noteSilence() {
        let silence = self.state.withLock { state -> StoreError? in
            guard state.trouble == nil, let since = state.writingSince, since.duration(to: .now) >= self.silence else {
                return nil
            }
            let error = StoreError.unavailable(detail: "no response for \(since.duration(to: .now).milliseconds) ms")
            state.trouble = error
            return error
        }
        if let silence { self.engine.troubles.note(.storing, silence) }
    }
}

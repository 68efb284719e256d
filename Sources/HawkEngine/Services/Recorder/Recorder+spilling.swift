import HawkCore
import HawkStore
import Logging
import Synchronization

/// Spills results to disk that the database does not store in time, and logs that.
extension Recorder {
    /// How often the age of the oldest result is checked.
    private static let look = Duration.milliseconds(100)

    /// Spills results that have waited too long. Runs beside the writing task, which may hang on the database.
    func watchAge() async {
        var pause = Self.look
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)  // the loop ends when cancelled
            pause = Self.look
            if self.held?.isEmpty == false, self.state.withLock({ $0.offerHeldAt <= .now }) { self.trigger.fire() }
            self.recordSilence()
            guard let oldest = self.buffer.oldest, oldest.duration(to: .now) >= self.maxAgeInMemory else { continue }
            // If the disk fails too, it is not tried ten times a second.
            if await !self.spillAll() { pause = .seconds(1) }
        }
        await self.spillAll()
    }

    /// Spills everything that is not durable. Must not run concurrently.
    /// - Returns: Whether the disk accepted it.
    @discardableResult
    func spillAll() async -> Bool {
        guard let spill = self.spill else { return true }
        while let batch = self.buffer.nextForDisk(Self.maxBatch) {
            do {
                guard spill.hasRoom else { throw StoreError.disk(detail: "the limit for spilled results is reached") }
                let file = try await spill.append(batch.map(\.payload.result))
                self.meters.spilled(batch.count)
                self.engine.troubles.end(.spilling)
                let settled = self.buffer.spilled(batch, in: file).map(\.payload)
                for pending in settled { pending.waiter?.resume(returning: pending.result) }
                self.settle(settled)
                self.trigger.fire()
            } catch {
                self.engine.troubles.record(.spilling, error)
                return false
            }
        }
        return true
    }

    /// Returns the oldest results on disk. Nil if there are none. Logs unreadable files, which are kept.
    func oldest(in spill: Spill?) async throws -> Spill.Batch? {
        let batch = try await spill?.oldest(Self.maxBatch)
        let unreadable = (self.spill?.unreadable ?? []) + (self.held?.unreadable ?? [])
        let logged = self.state.withLock { state in
            defer { state.loggedUnreadable = unreadable.count }
            return state.loggedUnreadable
        }
        if unreadable.count > logged {
            self.engine.logger.error(
                "Failed to read files of spilled results; the files are kept",
                metadata: ["files.count": "\(unreadable.count)", "files.path": "\(unreadable.suffix(5).joined(separator: ", "))"])
        }
        return batch
    }

    /// Reports that the database does not respond if a write has lasted this long. The writing task notices it only much later.
    private func recordSilence() {
        let silence = self.state.withLock { state -> StoreError? in
            guard state.trouble == nil, let since = state.writingSince, since.duration(to: .now) >= self.silence else {
                return nil
            }
            let error = StoreError.unavailable(detail: "no response for \(since.duration(to: .now).milliseconds) ms")
            state.trouble = error
            return error
        }
        if let silence { self.engine.troubles.record(.storing, silence) }
    }
}

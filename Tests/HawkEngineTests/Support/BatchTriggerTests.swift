import Synchronization
import Testing

@testable import HawkEngine

@Suite struct BatchTriggerTests {
    private final class Steps: Sendable {
        private let names = Mutex<[String]>([])

        var all: [String] { self.names.withLock { $0 } }

        func add(_ name: String) { self.names.withLock { $0.append(name) } }
    }

    @Test(.timeLimit(.minutes(1))) func `entries that arrive together share a write, and the last write follows the end`() async {
        let trigger = BatchTrigger()
        let steps = Steps()
        let (written, signal) = AsyncStream.makeStream(of: Void.self)
        trigger.fire()
        trigger.fire()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await trigger.run(onEnd: { steps.add("end") }) { @Sendable in
                    steps.add("write")
                    signal.yield()
                }
            }
            for await _ in written { break }
            group.cancelAll()
        }
        #expect(steps.all == ["write", "end", "write"])
    }
}

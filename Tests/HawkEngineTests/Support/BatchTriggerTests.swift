import Synchronization
import Testing

@testable import HawkEngine

@Suite struct BatchTriggerTests {
    @Test(.timeLimit(.minutes(1))) func `entries that arrive together share a write, and the last write follows the end`() async {
        let trigger = BatchTrigger()
        let steps = Mutex<[String]>([])
        let (written, signal) = AsyncStream.makeStream(of: Void.self)
        trigger.fire()
        trigger.fire()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await trigger.run(onEnd: { steps.withLock { $0.append("end") } }) {
                    steps.withLock { $0.append("write") }
                    signal.yield()
                }
            }
            for await _ in written { break }
            group.cancelAll()
        }
        #expect(steps.withLock { $0 } == ["write", "end", "write"])
    }
}

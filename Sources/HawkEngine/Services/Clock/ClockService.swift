import HawkCore
package import Logging
import ServiceLifecycle

/// Keeps a process's clock from falling behind the wall clock, as after a machine slept or its time was set forward.
package struct ClockService: Service {
    private let clock: SystemClock
    private let logger: Logger

    package init(_ clock: SystemClock, logger: Logger) {
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let jump = self.clock.follow() {
                    self.logger.warning(
                        "The clock was set forward; the time between was not measured",
                        metadata: ["clock.jump_seconds": "\(jump.seconds)"])
                }
                try? await Task.sleep(for: .seconds(1))  // the loop's condition ends it when cancelled
            }
        }
    }
}

import Synchronization

/// A condition that must hold before a process is ready, such as a dependency that answers.
package struct ReadinessCondition: Sendable {
    package let name: String
    /// Throws if the condition does not hold.
    package let check: @Sendable () async throws -> Void

    package init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }
}

/// All conditions of a process. Its parts add theirs before the first listener starts.
package final class Readiness: Sendable {
    private let conditions: Mutex<[TimelyCheck]>

    package init(_ conditions: [ReadinessCondition] = []) { self.conditions = Mutex(conditions.map { TimelyCheck($0) }) }

    package func require(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.conditions.withLock { $0.append(TimelyCheck(ReadinessCondition(name, check))) }
    }

    var checks: [TimelyCheck] { self.conditions.withLock { $0 } }
}

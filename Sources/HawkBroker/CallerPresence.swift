import Synchronization

/// Reports whether the caller of a request still waits for its answer.
package final class CallerPresence: Sendable {
    private struct State {
        var isGone = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var isGone: Bool { self.state.withLock { $0.isGone } }

    /// Marks the caller as gone.
    package func leave() {
        let action = self.state.withLock { state in
            state.isGone = true
            defer { state.action = nil }
            return state.action
        }
        action?()
    }

    /// Calls `action` once when the caller leaves, or at once if it has left. Replaces an earlier `action`.
    package func whenGone(_ action: @escaping @Sendable () -> Void) {
        let isGone = self.state.withLock { state in
            if !state.isGone { state.action = action }
            return state.isGone
        }
        if isGone { action() }
    }
}

import Synchronization

/// Whether the one who asked a question still waits for its answer.
package final class CallerPresence: Sendable {
    private struct State {
        var isGone = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var isGone: Bool { self.state.withLock { $0.isGone } }

    /// The asker has gone.
    package func leave() {
        let action = self.state.withLock { state in
            state.isGone = true
            defer { state.action = nil }
            return state.action
        }
        action?()
    }

    /// Calls back once when the asker goes, at once where it has gone. Takes the place of what was to be called before.
    package func whenGone(_ action: @escaping @Sendable () -> Void) {
        let isGone = self.state.withLock { state in
            if !state.isGone { state.action = action }
            return state.isGone
        }
        if isGone { action() }
    }
}

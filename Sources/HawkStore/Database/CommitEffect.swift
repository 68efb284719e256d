package import HawkCore
package import Logging

/// What follows the commit of a transaction. Repositories record it in the transaction, so that no caller can forget it.
package enum CommitEffect: Sendable, Equatable {
    /// Wakes the processes that wait for such work.
    case wake(WakeUp)
    /// Publishes live events, in order.
    case publish([LiveEvent])
    case log(Logger.Level, Logger.Message, Logger.Metadata)
}

extension Connection {
    /// Records a live event of the present time.
    package func afterCommit(publish kind: LiveEvent.Kind, of organization: ID<Organization>) throws {
        self.afterCommit(.publish([LiveEvent(organization: organization, at: try self.now(), kind: kind)]))
    }
}

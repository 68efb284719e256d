/// The time limits of the driver. Anything that takes longer is an error.
package struct PostgreSQLLimits: Sendable {
    /// The limit for a session with one server. `connect_timeout` in the URL overrides it.
    package var connecting: Duration
    /// The limit for one statement, enforced by the server.
    package var statement: Duration
    /// How much longer the response to a statement may take. After that, the server or its connection counts as dead.
    package var grace: Duration
    /// The limit for a pause between two statements of a transaction, enforced by the server. It then ends the session, so that a
    /// process that is stopped or cut off holds its locks no longer than a lease lasts.
    package var pause: Duration
    /// The limit for a free connection of the pool.
    package var queueing: Duration

    package init(
        connecting: Duration = .seconds(5), statement: Duration = .seconds(30), grace: Duration = .seconds(5),
        pause: Duration = .seconds(5), queueing: Duration = .seconds(10)
    ) {
        self.connecting = connecting
        self.statement = statement
        self.grace = grace
        self.pause = pause
        self.queueing = queueing
    }
}

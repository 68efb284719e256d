/// How long the driver waits, and for what. Whatever takes longer is an error.
package struct PostgreSQLLimits: Sendable {
    /// For a session with one server. `connect_timeout` in the URL overrides it.
    package var connecting: Duration
    /// For one statement, enforced by the server.
    package var statement: Duration
    /// How much longer the answer to a statement may take: beyond, the server or the way to it is taken for dead.
    package var grace: Duration
    /// For a free connection of the pool.
    package var queueing: Duration

    package init(
        connecting: Duration = .seconds(5), statement: Duration = .seconds(30), grace: Duration = .seconds(5),
        queueing: Duration = .seconds(10)
    ) {
        self.connecting = connecting
        self.statement = statement
        self.grace = grace
        self.queueing = queueing
    }
}

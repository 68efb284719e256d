/// The source of the time of day. HawkCore never reads a clock: callers pass instants.
package protocol WallClock: Sendable {
    /// Never goes back within a process. Implementations read the wall clock once and then follow monotonic time.
    var now: Instant { get }
}

/// Where the time of day comes from. HawkCore itself never asks: instants are handed in.
package protocol WallClock: Sendable {
    /// Never goes back within a process: implementations anchor the wall clock once and follow monotonic time.
    var now: Instant { get }
}

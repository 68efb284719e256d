import Logging

extension Trouble {
    static let storingPings = Trouble(
        .error, "Failed to store pings; retrying until their requests time out", ends: "Pings are stored again")
    static let intakeHeartbeat = Trouble(.debug, "Failed to store ping intake heartbeat", ends: nil)
    static let watchingHeartbeats = Trouble(
        .warning, "Failed to check for missed pings of heartbeat monitors",
        ends: "Missed pings of heartbeat monitors are detected again")
}

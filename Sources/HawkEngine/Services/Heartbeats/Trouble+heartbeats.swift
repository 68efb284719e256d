import Logging

extension Trouble {
    static let storingPings = Trouble(
        .error, "Pings could not be stored; they are tried again while somebody waits", ends: "Pings are stored again")
    static let watchingHeartbeats = Trouble(
        .warning, "Whether heartbeats were missed is not known", ends: "Missed heartbeats are noticed again")
}

/// An error in communication with Redis. The text of each names the server.
package enum RedisError: Error, Sendable, Equatable {
    /// The connection is lost or could not be made; the next one may succeed.
    case disconnected(String)
    /// No answer arrived in time.
    case timedOut(String)
    /// This server or these credentials are unusable until an operator changes something.
    case unsuitable(String)
    /// The server returned an error for one command.
    case failed(RedisFailure)

    package var sentence: String {
        switch self {
        case .disconnected(let sentence), .timedOut(let sentence), .unsuitable(let sentence): sentence
        case .failed(let failure): "Redis returned an error: \(failure.message)"
        }
    }
}

/// Why Redis could not be asked. Each holds a sentence that names the server.
package enum RedisError: Error, Sendable, Equatable {
    /// The connection is gone or never came to be; the next one may do.
    case disconnected(String)
    /// No answer in time.
    case timedOut(String)
    /// This server, or these credentials, will not do until somebody changes something.
    case unsuitable(String)
    /// It has an error for one command.
    case failed(RedisFailure)

    package var sentence: String {
        switch self {
        case .disconnected(let sentence), .timedOut(let sentence), .unsuitable(let sentence): sentence
        case .failed(let failure): "Redis returned an error: \(failure.message)"
        }
    }
}

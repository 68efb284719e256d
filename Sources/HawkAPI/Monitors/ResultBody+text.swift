package import HawkCore
import NIOCore

extension CheckResult {
    /// The result as `/monitors/{id}/results` returns it, on one line. `statushawk check --json` prints it.
    package var json: String {
        get throws { String(buffer: try BodyEncoder.bytes(of: ResultBody(self))) }
    }
}

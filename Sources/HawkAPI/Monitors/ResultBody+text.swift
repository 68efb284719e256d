package import HawkCore
import NIOCore

extension CheckResult {
    /// The result as `/monitors/{id}/results` shows it, on one line: what `statushawk check --json` prints.
    package var json: String {
        get throws { String(buffer: try BodyEncoder.bytes(of: ResultBody(self))) }
    }
}

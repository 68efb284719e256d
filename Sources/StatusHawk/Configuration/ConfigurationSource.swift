import Foundation
import HawkCore
import HawkNet

/// The configuration keys and values of the environment. Reads files and rejects unknown keys.
struct ConfigurationSource {
    private let values: [ConfigurationKey: String]

    /// - Throws: `ConfigurationError` for an unknown key with our prefix, a key that is set twice, or an unreadable file.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(ConfigurationError) {
        var values: [ConfigurationKey: String] = [:]
        for key in ConfigurationKey.allCases {
            let direct = environment[key.rawValue].flatMap { $0.isEmpty ? nil : $0 }
            guard let path = environment["\(key.rawValue)_FILE"], !path.isEmpty else {
                values[key] = direct
                continue
            }
            guard direct == nil else { throw ConfigurationError(key, "and \(key.rawValue)_FILE are both set; keep one") }
            guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {  // the next line reports it
                throw ConfigurationError("\(key.rawValue)_FILE names \(path), which cannot be read")
            }
            values[key] = content.trimmingCharacters(in: .newlines)
        }
        try Self.refuseUnknown(in: environment)
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// Returns the value as it was set. Nil if it was not set, or is empty.
    subscript(_ key: ConfigurationKey) -> String? { self.values[key] }

    private static func refuseUnknown(in environment: [String: String]) throws(ConfigurationError) {
        let known = Set(ConfigurationKey.allCases.flatMap { [$0.rawValue, "\($0.rawValue)_FILE"] })
        // Settings of the build and the tests share the prefix.
        let unknown = environment.keys.filter {
            $0.hasPrefix("STATUSHAWK_") && !known.contains($0) && $0 != "STATUSHAWK_WARNINGS_AS_ERRORS"
                && !Self.isOfService($0, environment[$0] ?? "")
        }
        guard let first = unknown.min() else { return }
        throw ConfigurationError("\(first) is not a known configuration key; `statushawk config` lists them")
    }

    /// Whether Kubernetes sets the variable for a service whose name begins with `statushawk`, in every container of the
    /// namespace: `STATUSHAWK_PORT=tcp://10.96.0.12:8080`, `STATUSHAWK_SERVICE_HOST` and the like.
    /// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
    private static func isOfService(_ name: String, _ value: String) -> Bool {
        let isNumber = Int(value).map { (0...65_535).contains($0) } ?? false
        let isURL = ["tcp://", "udp://", "sctp://"].contains { value.hasPrefix($0) }
        return (name.wholeMatch(of: #/STATUSHAWK(_\w+)?_SERVICE_HOST/#) != nil && IPAddress(value) != nil)
            || (name.wholeMatch(of: #/STATUSHAWK(_\w+)?_SERVICE_PORT(_\w+)?/#) != nil && isNumber)
            || (name.wholeMatch(of: #/STATUSHAWK(_\w+)?_PORT(_\d+_(TCP|UDP|SCTP))?/#) != nil && isURL)
            || name.wholeMatch(of: #/STATUSHAWK(_\w+)?_PORT_\d+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)/#) != nil
    }
}

import Foundation
import HawkCore

/// The environment as keys and values: files read, unknown keys refused.
struct ConfigurationSource {
    private let values: [ConfigurationKey: String]

    /// - Throws: `ConfigurationError` for a misspelt key of ours, a key given twice, or a file that cannot be read.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(ConfigurationError) {
        var values: [ConfigurationKey: String] = [:]
        for key in ConfigurationKey.allCases {
            let direct = environment[key.rawValue]
            guard let path = environment["\(key.rawValue)_FILE"], !path.isEmpty else {
                values[key] = direct
                continue
            }
            guard direct == nil else { throw ConfigurationError(key, "and \(key.rawValue)_FILE are both set; keep one") }
            guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {  // the sentence below says it
                throw ConfigurationError("\(key.rawValue)_FILE names \(path), which cannot be read")
            }
            values[key] = content.trimmingCharacters(in: .newlines)
        }
        try Self.refuseUnknown(in: environment)
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// The value as it was given; nil where it was not, or was empty.
    subscript(_ key: ConfigurationKey) -> String? { self.values[key] }

    private static func refuseUnknown(in environment: [String: String]) throws(ConfigurationError) {
        let known = Set(ConfigurationKey.allCases.flatMap { [$0.rawValue, "\($0.rawValue)_FILE"] })
        // Settings of the build and the tests share the prefix.
        let unknown = environment.keys.filter {
            $0.hasPrefix("STATUSHAWK_") && !known.contains($0) && $0 != "STATUSHAWK_WARNINGS_AS_ERRORS"
        }
        guard let first = unknown.min() else { return }
        throw ConfigurationError("\(first) is not a known key; `statushawk config` lists them")
    }
}

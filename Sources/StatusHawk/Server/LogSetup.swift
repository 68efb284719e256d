import Foundation
import HawkCore
import Logging

/// Sets up logs to standard error: text for people, or one JSON object per line for machines.
enum LogSetup {
    static func logger(_ configuration: ServerConfiguration) -> Logger {
        let format = configuration.logFormat
        var logger = Logger(label: "statushawk") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = configuration.logLevel
        return logger
    }
}

/// Logs one JSON object per line. Metadata keys become members beside `time`, `level`, `label` and `message`. Nested keys are
/// prefixed with their parent's key.
struct JSONLogHandler: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members: [String: JSONValue] = [:]
        Self.add(self.metadata.merging(event.metadata ?? [:]) { _, last in last }, to: &members)
        members["time"] = .string("\(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)))")
        members["level"] = .string(event.level.rawValue)
        members["label"] = .string(self.label)
        members["message"] = .string("\(event.message)")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(JSONValue.object(members)) else { return }  // an object of strings always encodes
        line.append(UInt8(ascii: "\n"))
        // `try?`: a log that cannot be written cannot report that.
        try? FileHandle.standardError.write(contentsOf: line)
    }

    private static func add(_ metadata: Logger.Metadata, under prefix: String = "", to members: inout [String: JSONValue]) {
        for (key, value) in metadata {
            if case .dictionary(let nested) = value {
                self.add(nested, under: "\(prefix)\(key).", to: &members)
            } else {
                members[prefix + key] = .string("\(value)")
            }
        }
    }
}

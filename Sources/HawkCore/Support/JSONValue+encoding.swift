import Foundation

extension JSONValue {
    /// Encodes settings as they are stored: members have wire names, and those without a value are absent.
    package init(encoding settings: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .custom { path in WireKey(stringValue: path.last?.wireName ?? "") }
        self = try JSONDecoder().decode(JSONValue.self, from: encoder.encode(settings))
    }
}

import HawkCore

extension KeyedDecodingContainer {
    /// Decodes a member, or returns its default if it is absent or null.
    func decode<T: Decodable>(_ key: Key, or fallback: T) throws -> T {
        try self.decodeIfPresent(T.self, forKey: key) ?? fallback
    }

    /// Decodes one of a closed list of words, or returns the default if it is absent or null.
    /// - Throws: `OperationError` that lists the words.
    func decode<C: CaseIterable & RawRepresentable<String>>(_ key: Key, choiceOr fallback: C?) throws -> C {
        guard let word = try self.decodeIfPresent(String.self, forKey: key) else {
            if let fallback { return fallback }
            throw DecodingError.keyNotFound(key, .init(codingPath: self.codingPath, debugDescription: "is required"))
        }
        guard let choice = C(rawValue: word) else {
            let path = (self.codingPath + [key]).wirePath
            throw OperationError.invalid(path, "must be one of " + C.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }
}

import HawkCore

/// Collects the errors of a draft, so that its author sees all of them at once.
struct FieldRules {
    private(set) var errors: [FieldError] = []

    mutating func require(_ condition: Bool, _ field: String, _ message: @autoclosure () -> String) {
        if !condition { self.errors.append(FieldError(field, message())) }
    }

    mutating func add(_ other: FieldRules) { self.errors += other.errors }

    /// Runs a check that throws its own errors.
    /// - Parameter parent: The field that contains its fields. Nil if they are named from the top.
    /// - Throws: Errors that are not about field values.
    mutating func collect<Value>(
        within parent: String? = nil, _ check: () throws(OperationError) -> Value
    ) throws(OperationError) -> Value? {
        do {
            return try check()
        } catch {
            let errors = error.errors.map { parent.map($0.within) ?? $0 }
            guard error.code == .invalid, !errors.isEmpty else {
                throw error.code == .malformed ? .malformed(errors) : error
            }
            self.errors += errors
            return nil
        }
    }

    /// Validates a single trimmed line: not empty, no control or invisible characters, at most `limit` long.
    mutating func line(_ text: String, _ field: String, upTo limit: Int) -> String {
        guard let text = self.bounded(text, field, upTo: limit) else { return "" }
        self.require(!text.isEmpty, field, "must not be empty")
        self.require(!text.unicodeScalars.contains(where: \.endsLine), field, "must be a single line")
        self.require(
            !text.hasInvisibleScalars, field,
            "must not contain invisible characters, such as zero-width spaces and text direction marks")
        return text
    }

    /// Validates text of several lines, which may be empty.
    mutating func paragraphs(_ text: String, _ field: String, upTo limit: Int) -> String {
        guard let text = self.bounded(text, field, upTo: limit) else { return "" }
        self.require(
            !text.unicodeScalars.contains { $0.properties.generalCategory == .control && !"\n\r\t".unicodeScalars.contains($0) },
            field, "must not contain control characters")
        return text
    }

    /// Returns the trimmed text.
    /// - Parameter limit: In scalars, of at most four bytes each.
    /// - Returns: Nil if it is too long; no other check runs then.
    private mutating func bounded(_ text: String, _ field: String, upTo limit: Int) -> String? {
        let text = text.trimmed
        let fits = text.utf8.count <= 4 * limit && text.unicodeScalars.count <= limit
        self.require(fits, field, "must be at most \(limit) characters long")
        return fits ? text : nil
    }

    mutating func range<Value: Comparable>(_ value: Value, in range: ClosedRange<Value>, _ field: String) {
        self.require(range.contains(value), field, "must be from \(range.lowerBound) to \(range.upperBound)")
    }

    /// - Throws: All errors, if there are any.
    func finish() throws(OperationError) {
        guard self.errors.isEmpty else { throw .invalid(self.errors) }
    }
}

extension Array where Element: Hashable {
    /// The elements in their order, without duplicates.
    var withoutRepeats: [Element] {
        var seen: Set<Element> = []
        return self.filter { seen.insert($0).inserted }
    }
}

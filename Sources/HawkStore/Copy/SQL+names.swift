extension SQL {
    /// Returns a table or column name from a schema. It is quoted, so that it is a name regardless of its content.
    static func name(_ name: String) -> SQL { SQL(pieces: [.name(name)]) }

    static func names(_ names: [String]) -> SQL { .joined(names.map(SQL.name)) }

    static func joined(_ parts: [SQL], by separator: StaticString = ", ") -> SQL {
        SQL(pieces: Array(parts.map(\.pieces).joined(separator: [.text(separator)])))
    }
}

/// A column value whose type only the schema knows.
extension SQLValue: SQLConvertible {
    package var sqlValue: SQLValue { self }
    package init(sqlValue: SQLValue) { self = sqlValue }
}

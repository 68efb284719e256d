extension Bool: SQLConvertible {
    package var sqlValue: SQLValue { .bool(self) }

    package init(sqlValue: SQLValue) throws {
        switch sqlValue {
        case .bool(let value): self = value
        case .int(0): self = false  // SQLite has no boolean type
        case .int(1): self = true
        default: throw SQLValue.Mismatch(Bool.self)
        }
    }
}

extension Int64: SQLConvertible {
    package var sqlValue: SQLValue { .int(self) }

    package init(sqlValue: SQLValue) throws {
        guard case .int(let value) = sqlValue else { throw SQLValue.Mismatch(Int64.self) }
        self = value
    }
}

extension Int: SQLConvertible {
    package var sqlValue: SQLValue { .int(Int64(self)) }
    package init(sqlValue: SQLValue) throws { self.init(try Int64(sqlValue: sqlValue)) }
}

extension Double: SQLConvertible {
    package var sqlValue: SQLValue { .double(self) }

    package init(sqlValue: SQLValue) throws {
        switch sqlValue {
        case .double(let value): self = value
        case .int(let value): self = Double(value)
        default: throw SQLValue.Mismatch(Double.self)
        }
    }
}

extension String: SQLConvertible {
    package var sqlValue: SQLValue { .text(self) }

    package init(sqlValue: SQLValue) throws {
        guard case .text(let value) = sqlValue else { throw SQLValue.Mismatch(String.self) }
        self = value
    }
}

extension [UInt8]: SQLConvertible {
    package var sqlValue: SQLValue { .bytes(self) }

    package init(sqlValue: SQLValue) throws {
        guard case .bytes(let value) = sqlValue else { throw SQLValue.Mismatch([UInt8].self) }
        self = value
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
    package init(sqlValue: SQLValue) throws { self = sqlValue == .null ? nil : try Wrapped(sqlValue: sqlValue) }
}

/// Enumerations and identifiers are stored as their raw values.
extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    package var sqlValue: SQLValue { self.rawValue.sqlValue }

    package init(sqlValue: SQLValue) throws {
        guard let value = Self(rawValue: try RawValue(sqlValue: sqlValue)) else { throw SQLValue.Mismatch(Self.self) }
        self = value
    }
}

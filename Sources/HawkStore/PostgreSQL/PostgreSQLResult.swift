import CPostgreSQL

/// A result from libpq in the binary format. It is freed with its last reader.
final class PostgreSQLResult {
    private let raw: OpaquePointer

    /// - Parameter raw: a `PGresult`. This object owns it from now on.
    init(_ raw: OpaquePointer) { self.raw = raw }

    // SAFETY: no other code frees it, and every pointer into it lives shorter than `self`.
    deinit { PQclear(self.raw) }

    var status: ExecStatusType { PQresultStatus(self.raw) }
    var rowCount: Int { Int(PQntuples(self.raw)) }
    var columnCount: Int { Int(PQnfields(self.raw)) }

    /// The completed command, such as `COMMIT`.
    var tag: String { PQcmdStatus(self.raw).map { String(cString: $0) } ?? "" }

    /// How many rows a statement inserted, updated, deleted or returned.
    var changed: Int { PQcmdTuples(self.raw).flatMap { Int(String(cString: $0)) } ?? 0 }

    var errorMessage: String { PQresultErrorMessage(self.raw).map { String(cString: $0) } ?? "" }

    func errorField(_ field: Int) -> String? { PQresultErrorField(self.raw, Int32(field)).map { String(cString: $0) } }

    /// Type numbers from pg_type.dat. They never change.
    private enum TypeID {
        static let bool: Oid = 16
        static let bytea: Oid = 17
        static let name: Oid = 19
        static let int8: Oid = 20
        static let int2: Oid = 21
        static let int4: Oid = 23
        static let text: Oid = 25
        static let float4: Oid = 700
        static let float8: Oid = 701
        static let varchar: Oid = 1_043
    }

    /// - Returns: the raw bytes for a type that none of our queries selects; no reader accepts them.
    func value(row: Int, column: Int) -> SQLValue {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(self.raw, row, column) == 0, let start = PQgetvalue(self.raw, row, column) else { return .null }
        // SAFETY: libpq keeps as many bytes there as it says, for as long as the result lives.
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(self.raw, row, column)))
        switch (PQftype(self.raw, column), bytes.count) {
        case (TypeID.bool, 1): return .bool(bytes[0] != 0)
        case (TypeID.int8, 8): return .int(bytes.bigEndian())
        case (TypeID.int4, 4): return .int(Int64(bytes.bigEndian(as: Int32.self)))
        case (TypeID.int2, 2): return .int(Int64(bytes.bigEndian(as: Int16.self)))
        case (TypeID.float8, 8): return .double(Double(bitPattern: bytes.bigEndian()))
        case (TypeID.float4, 4): return .double(Double(Float(bitPattern: bytes.bigEndian())))
        case (TypeID.text, _), (TypeID.varchar, _), (TypeID.name, _): return .text(String(decoding: bytes, as: UTF8.self))
        default: return .bytes([UInt8](bytes))
        }
    }
}

/// One row of a result.
struct PostgreSQLColumns: RowColumns {
    let result: PostgreSQLResult
    let row: Int

    var count: Int { self.result.columnCount }

    func value(at index: Int) -> SQLValue { self.result.value(row: self.row, column: index) }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(as type: Number.Type = Number.self) -> Number {
        Number(bigEndian: self.loadUnaligned(as: Number.self))
    }
}

/// Builds the text of a statement and numbers its parameters in order of appearance.
///
/// SQLite numbers `$n` by first appearance and PostgreSQL by n. Each number occurs once and in order, so both bind by position.
struct SQLText {
    private(set) var text = ""
    private let dialect: Dialect
    private var count = 0

    init(_ dialect: Dialect) { self.dialect = dialect }

    /// - Returns: the value to bind, if the piece is a value.
    mutating func append(_ piece: SQL.Piece) -> SQLValue? {
        switch piece {
        case .text(let text):
            self.text += text.description
            return nil
        case .name(let name):
            self.text += "\"\(name.replacing("\"", with: "\"\""))\""
            return nil
        case .variant(let variant):
            self.text += self.dialect.text(of: variant).description
            return nil
        case .value(let value):
            self.appendParameter()
            return value
        case .list(let list):
            self.text += self.dialect == .sqlite ? "IN (SELECT value FROM json_each(" : "= ANY("
            self.appendParameter()
            self.text += self.dialect == .sqlite ? "))" : ")"
            return list
        }
    }

    mutating func appendParameter() {
        self.count += 1
        self.text += "$\(self.count)"
    }
}

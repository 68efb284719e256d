/// One forward step of the schema: strings only, never the program's own types, so that it stays what it was.
package struct Migration: Sendable {
    package let version: Int
    package let name: String
    package let statements: @Sendable (Dialect) -> [SQL]

    package init(version: Int, name: String, statements: @escaping @Sendable (Dialect) -> [SQL]) {
        self.version = version
        self.name = name
        self.statements = statements
    }
}

extension Migration {
    /// Changes nothing: a number that was given to a step that is not part of this version.
    static func reserved(_ version: Int) -> Migration { Migration(version: version, name: "reserved") { _ in [] } }
}

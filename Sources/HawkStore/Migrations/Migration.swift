/// One forward step of the schema. It has only strings, never the program's own types, so that it never changes.
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

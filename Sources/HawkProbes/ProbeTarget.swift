/// The parsed target of a monitor.
package protocol ProbeTarget: Sendable {
    /// - Throws: `InvalidTarget` with the error.
    init(parsing text: String) throws(InvalidTarget)

    /// The stored form. Parsing it gives the same target.
    var canonical: String { get }

    /// A name or an address.
    var host: String { get }
}

/// The reason why a target cannot be checked. It completes a sentence that begins with "target".
package struct InvalidTarget: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }
}

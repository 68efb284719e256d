/// A monitor's target, understood.
package protocol ProbeTarget: Sendable {
    /// - Throws: `InvalidTarget` with what is wrong with it.
    init(parsing text: String) throws(InvalidTarget)

    /// The one way of writing it that is stored; parsing it gives the same target.
    var canonical: String { get }

    /// A name or an address.
    var host: String { get }
}

/// Why a target cannot be checked, completing a sentence that begins with "target".
package struct InvalidTarget: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }
}

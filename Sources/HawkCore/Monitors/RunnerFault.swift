/// An error of our own. The attempt is void, and the check becomes `unknown` with the reason `runner` and sends no alert.
package struct RunnerFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What failed and what an operator can do about it, in one sentence.
    package let description: String

    package init(_ description: String) { self.description = description }
}

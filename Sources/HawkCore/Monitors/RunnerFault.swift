/// Our side of a check went wrong. The attempt is void; the check becomes `unknown` with the reason `runner` and wakes nobody.
package struct RunnerFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What failed and what an operator can do about it, in one sentence.
    package let description: String

    package init(_ description: String) { self.description = description }
}

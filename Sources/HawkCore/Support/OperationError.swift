/// An error in one field of a caller's input. `field` is a path such as `settings.headers`, or empty for the whole.
package struct FieldError: Error, Sendable, Equatable {
    package let field: String
    package let message: String

    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }

    /// Returns the same error with a longer path: `headers` within `settings` is `settings.headers`.
    package func within(_ parent: String) -> FieldError {
        FieldError(self.field.isEmpty ? parent : "\(parent).\(self.field)", self.message)
    }
}

/// Why an operation was refused or failed: a mistake of the caller, a limit that the caller reached, or a part of the installation
/// that does not respond. The caller sees its texts.
package struct OperationError: Error, Sendable, Equatable {
    /// HTTP and the command line each have one table that maps these to their own codes.
    package enum Code: Sendable, Equatable {
        /// The input cannot be parsed: syntax, types, unknown fields.
        case malformed
        /// The input can be parsed but is not acceptable.
        case invalid
        case unauthenticated
        case forbidden
        /// Does not exist, or belongs to another organization. The caller cannot tell the two apart.
        case notFound
        case conflict
        case rateLimited(retryAfter: Duration)
        /// Another party did not answer in time.
        case timedOut
        /// The database or the broker cannot be used at present. Nil if it is unknown when a retry may help.
        case unavailable(retryAfter: Duration?)
    }

    package let code: Code
    package let message: String
    package let errors: [FieldError]

    package init(_ code: Code, _ message: String, errors: [FieldError] = []) {
        self.code = code
        self.message = message
        self.errors = errors
    }

    package static func invalid(_ errors: [FieldError]) -> OperationError {
        OperationError(
            .invalid, errors.first.map { $0.field.isEmpty ? $0.message : "\($0.field) \($0.message)" } ?? "invalid",
            errors: errors)
    }

    package static func invalid(_ field: String, _ message: String) -> OperationError { .invalid([FieldError(field, message)]) }

    package static func malformed(_ errors: [FieldError]) -> OperationError {
        OperationError(
            .malformed, errors.first.map { $0.field.isEmpty ? $0.message : "\($0.field) \($0.message)" } ?? "malformed",
            errors: errors)
    }

    package static let notFound = OperationError(.notFound, "not found")
    package static let unauthenticated = OperationError(
        .unauthenticated, "sign in, or send a token as Authorization: Bearer shk_…")

    package static func forbidden(needs role: Role) -> OperationError {
        OperationError(.forbidden, "this requires the role \(role.rawValue)")
    }
}

extension OperationError: CustomStringConvertible {
    package var description: String { self.message }
}

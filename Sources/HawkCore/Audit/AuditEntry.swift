/// One entry of the audit log.
package struct AuditEntry: Sendable, Equatable {
    /// The object of the action, such as a monitor.
    package struct Subject: Sendable, Equatable {
        package let type: String
        /// Nil if there is only one, such as the organization's settings.
        package let id: Int64?

        package init(_ type: String, _ id: Int64? = nil) {
            self.type = type
            self.id = id
        }
    }

    /// The user or token that acted.
    package enum Actor: Sendable, Equatable {
        case user(ID<User>)
        case token(ID<APIToken>)

        package init(_ caller: Principal.Caller) {
            switch caller {
            case .user(let id, _): self = .user(id)
            case .token(let id, _): self = .token(id)
            }
        }
    }

    package let id: Int64
    package let at: Instant
    /// Nil for the command line or the program itself.
    package let actor: Actor?
    /// The person's address. Nil if the actor was not a person.
    package let email: String?
    /// The name that the token had. Nil if the actor was not a token.
    package let tokenName: String?
    /// Nil if no request caused it.
    package let origin: RequestOrigin?
    /// `monitor.create`, `member.remove`, …
    package let action: String
    package let subject: Subject
    package let details: JSONValue

    package init(
        id: Int64, at: Instant, actor: Actor?, email: String?, tokenName: String?, origin: RequestOrigin?, action: String,
        subject: Subject, details: JSONValue
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.email = email
        self.tokenName = tokenName
        self.origin = origin
        self.action = action
        self.subject = subject
        self.details = details
    }
}

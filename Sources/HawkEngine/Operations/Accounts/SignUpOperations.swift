package import HawkCore
import HawkStore

/// The input of a sign-up.
package struct SignUpDraft: Sendable {
    package var email: String
    package var password: Secret
    package var name: String
    package var organizationName: String?
    package var invitation: Secret?
    package var setupCode: Secret?
    /// The token of a link that was mailed to the address.
    package var confirmation: Secret?

    package init(
        email: String, password: Secret, name: String, organizationName: String? = nil, invitation: Secret? = nil,
        setupCode: Secret? = nil, confirmation: Secret? = nil
    ) {
        self.email = email
        self.password = password
        self.name = name
        self.organizationName = organizationName
        self.invitation = invitation
        self.setupCode = setupCode
        self.confirmation = confirmation
    }
}

/// Creates accounts by sign-up, if the installation allows it.
package struct SignUpOperations: Sendable {
    private let engine: Engine
    private let passwords: Passwords
    private let confirmations: SignUpConfirmations

    package init(_ engine: Engine, passwords: Passwords) {
        self.engine = engine
        self.confirmations = SignUpConfirmations(engine)
        self.passwords = passwords
    }

    /// Whether no account exists.
    package func isFirstRun() async throws -> Bool {
        try await self.engine.database.read { db in try UserRepository().isEmpty(in: db) }
    }

    /// Whether the first account requires the code printed in the log.
    package func needsSetupCode(_ visitor: Visitor) -> Bool {
        !visitor.isLocal && self.engine.installation.signups != .closed
    }

    /// Creates an account, in its own organization or the inviting one, and signs the person in.
    ///
    /// The caller has already checked `SignInLimits` for the network.
    package func signUp(_ draft: SignUpDraft, from visitor: Visitor) async throws -> SignedIn {
        let draft = try draft.validated()
        // Checked before the expensive hashing, and again in the transaction that decides.
        try await self.engine.database.read { db in _ = try self.admit(draft, from: visitor, in: db) }
        let hash = try await self.passwords.hash(draft.password)
        return try await self.engine.database.write { db in
            let admission = try self.admit(draft, from: visitor, in: db)
            return try self.create(draft, passwordHash: hash, admission: admission, from: visitor, in: db)
        }
    }

    /// The reason why a person may sign up.
    private enum Admission {
        case first
        /// With the link that confirmed the address. Nil if this installation confirms none.
        case open(MailedLink?)
        case invited(Invitation)

        /// The inviter has also seen the invitation's link, so it confirms no address.
        var confirmsEmail: Bool {
            switch self {
            case .first: true
            case .open(let link): link != nil
            case .invited: false
            }
        }
    }

    /// - Throws: `OperationError` if there is none.
    private func admit(_ draft: SignUpDraft, from visitor: Visitor, in db: any Connection) throws -> Admission {
        if let invitation = draft.invitation {
            return .invited(try Invitations.require(invitation, for: draft.email, at: self.engine.clock.now, in: db))
        }
        let isFirst = try UserRepository().isEmpty(in: db)
        switch self.engine.installation.signups {
        case .closed: throw Installation.Signups.closed.refusal
        case .first where !isFirst: throw Installation.Signups.first.refusal
        case .open where !isFirst:
            guard self.confirmations.isNeeded(isFirstRun: isFirst) else { return .open(nil) }
            return .open(try self.confirmations.require(draft.confirmation, for: draft.email, in: db))
        case .first, .open: break
        }
        if !visitor.isLocal { try self.require(setupCode: draft.setupCode) }
        return .first
    }

    private func require(setupCode presented: Secret?) throws(OperationError) {
        guard let presented, let code = self.engine.installation.setupCode else {
            throw Self.refused(setupCode: "is required for the first account: it is printed in the server log")
        }
        // Hashes are compared, so that the response time reveals nothing.
        guard Credential(presented: presented.revealed).hash == Credential(presented: code.revealed).hash else {
            throw Self.refused(setupCode: "does not match the code in the server log")
        }
    }

    private static func refused(setupCode message: String) -> OperationError {
        OperationError(.forbidden, "setup_code \(message)", errors: [FieldError("setup_code", message)])
    }

    private func create(
        _ draft: SignUpDraft, passwordHash: String, admission: Admission, from visitor: Visitor, in db: any Connection
    ) throws -> SignedIn {
        let now = self.engine.clock.now
        if case .open(let link?) = admission { try self.confirmations.use(link, draft.confirmation, in: db) }
        let newcomer = NewAccount(
            email: draft.email, emailConfirmed: admission.confirmsEmail, name: draft.name, passwordHash: passwordHash)
        guard let user = try newcomer.insert(at: now, in: db) else {
            if case .open(_?) = admission { throw SignUpConfirmations.hasAccount }
            // The message must not reveal whether the address has an account.
            throw OperationError(.forbidden, "you cannot sign up with these details; if you have an account, sign in")
        }
        switch admission {
        case .invited(let invitation):
            try Invitations.accept(invitation, by: user, from: visitor.origin, engine: self.engine, in: db)
        case .first, .open:
            if case .first = admission { try Self.requireFirst(user, in: db) }
            let name = draft.organizationName ?? "\(draft.name)'s organization"
            try newcomer.found(organization: name, as: user, from: visitor.origin, at: now, in: db)
        }
        return try SignedIn.start(user, from: visitor, engine: self.engine, in: db)
    }

    /// Ensures that only one of two concurrent first sign-ups succeeds.
    private static func requireFirst(_ user: User, in db: any Connection) throws {
        let first = try InstallationRepository().establish("first_user", as: user.email.lowercased(), in: db)
        guard first == user.email.lowercased() else {
            throw OperationError(.forbidden, "another person has just created the first account")
        }
    }
}

extension SignUpDraft {
    fileprivate func validated() throws(OperationError) -> SignUpDraft {
        var checks = FieldRules()
        var draft = self
        draft.email = checks.email(self.email)
        draft.name = checks.line(self.name, "name", upTo: 100)
        draft.organizationName = self.organizationName.map { checks.line($0, "organization_name", upTo: 100) }
        checks.newPassword(self.password, of: self.email)
        checks.require(
            self.invitation == nil || self.organizationName == nil, "organization_name", "cannot be combined with an invitation")
        try checks.finish()
        return draft
    }
}

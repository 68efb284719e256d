package import HawkCore

/// Whom a valid session or token belongs to.
package struct Identity: Sendable, Equatable {
    /// Somebody signed in with a browser.
    package struct Person: Sendable, Equatable {
        package let user: ID<User>
        package let session: ID<Session>
    }

    /// nil: a token.
    package let person: Person?
    /// The caller in the chosen organization; nil for a person who belongs to none.
    package let principal: Principal?
}

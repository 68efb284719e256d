package import HawkCore

/// The owner of a valid session or token.
package struct Identity: Sendable, Equatable {
    /// A person signed in with a browser.
    package struct Person: Sendable, Equatable {
        package let user: ID<User>
        package let session: ID<Session>
    }

    /// Nil for a token.
    package let person: Person?
    /// The caller in the chosen organization. Nil if the person belongs to none.
    package let principal: Principal?
}

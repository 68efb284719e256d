import HawkCore
import HawkEngine
import Hummingbird

struct UserBody: Encodable {
    let id: ID<User>
    let email: String
    let name: String

    init(_ user: User) {
        self.id = user.id
        self.email = user.email
        self.name = user.name
    }
}

/// An organization as its member sees it.
struct MembershipBody: Encodable {
    let id: ID<Organization>
    let name: String
    let role: Role

    init(_ membership: Membership) {
        self.id = membership.organization.id
        self.name = membership.organization.name
        self.role = membership.role
    }
}

/// The response to a sign-up.
struct SignedUpBody: ResponseEncodable {
    let user: UserBody
    let organization: MembershipBody?
}

/// The response to a login.
struct LoggedInBody: ResponseEncodable {
    let user: UserBody
    let organizations: [MembershipBody]
}

/// The signed-in user and the organizations: `/auth/me`.
struct ProfileBody: ResponseEncodable {
    let user: UserBody
    /// The organization of the request; null if the user belongs to none.
    let organization: MembershipBody?
    let role: Role?
    let organizations: [MembershipBody]

    init(_ profile: Profile, in organization: ID<Organization>?) {
        self.user = UserBody(profile.user)
        self.organizations = profile.memberships.map(MembershipBody.init)
        self.organization = self.organizations.first { $0.id == organization }
        self.role = self.organization?.role
    }
}

struct SignUpBody: Decodable {
    let email: String
    let password: String
    let name: String
    let organizationName: String?
    let invitation: String?
    let setupCode: String?
    let confirmation: String?

    var draft: SignUpDraft {
        SignUpDraft(
            email: self.email, password: Secret(self.password), name: self.name, organizationName: self.organizationName,
            invitation: self.invitation.map(Secret.init), setupCode: self.setupCode.map(Secret.init),
            confirmation: self.confirmation.map(Secret.init))
    }
}

struct LogInBody: Decodable {
    let email: String
    let password: String
}

/// A change of the signed-in user. Absent members stay unchanged.
struct ProfileChangeBody: Decodable {
    let name: String?
    let password: String?
    let currentPassword: String?
    let revokeTokens: Bool?

    var change: ProfileChange {
        ProfileChange(
            name: self.name, password: self.password.map(Secret.init), currentPassword: self.currentPassword.map(Secret.init),
            revokesTokens: self.revokeTokens ?? false)
    }
}

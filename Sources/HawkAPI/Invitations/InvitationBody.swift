import HawkCore
import HawkEngine
import Hummingbird

struct InvitationBody: ResponseEncodable {
    let id: ID<Invitation>
    let email: String
    let role: Role
    let createdBy: ID<User>?
    let createdAt: Instant
    let expiresAt: Instant
    /// The invitation link; only in the response to its creation.
    let url: String?

    init(_ invitation: Invitation, link: Secret? = nil) {
        self.id = invitation.id
        self.email = invitation.email
        self.role = invitation.role
        self.createdBy = invitation.createdBy
        self.createdAt = invitation.createdAt
        self.expiresAt = invitation.expiresAt
        self.url = link?.revealed
    }
}

struct InvitationDraftBody: Decodable {
    let email: String
    let role: Role
}

/// The details that the holder of a link may see.
struct InvitationDetailsBody: ResponseEncodable {
    let email: String
    let role: Role
    let organizationName: String
    let invitedBy: String
    let expiresAt: Instant

    init(_ details: InvitationDetails) {
        self.email = details.invitation.email
        self.role = details.invitation.role
        self.organizationName = details.organization
        self.invitedBy = details.inviter
        self.expiresAt = details.invitation.expiresAt
    }
}

struct AcceptanceBody: Decodable {
    let token: String
}

struct AcceptedBody: ResponseEncodable {
    let organization: MembershipBody
}

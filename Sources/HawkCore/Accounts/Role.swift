/// What a member or a token may do. Each role includes the ones before it.
package enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    case viewer, editor, admin, owner

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .editor: 1
        case .admin: 2
        case .owner: 3
        }
    }
}

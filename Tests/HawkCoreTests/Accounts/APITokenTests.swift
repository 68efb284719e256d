import HawkCore
import Testing

@Suite struct APITokenTests {
    @Test(arguments: [(Role.admin, Role.viewer, Role.viewer), (.viewer, .owner, .viewer), (.editor, .editor, .editor)])
    func `a token has at most the present role of its creator`(_ role: Role, _ maker: Role, _ expected: Role) {
        let token = APIToken(
            id: ID(1), organization: ID(1), name: "deploy", role: role, makerRole: maker, prefix: "shk_abcd", createdBy: ID(1),
            createdAt: .epoch, lastUsedAt: nil, expiresAt: nil)
        #expect(token.role == expected)
    }
}

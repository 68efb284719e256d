import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/organization`
struct OrganizationRoutes {
    let organizations: OrganizationOperations

    func add(to routes: some RouterMethods<UserContext>) {
        let group = routes.group("organization")
        group.get(use: self.show)
        group.patch(use: self.update)
        group.get("quotas", use: self.showQuotas)
    }

    @Sendable private func show(_ request: Request, context: UserContext) async throws -> OrganizationBody {
        OrganizationBody(try await self.organizations.organization(as: context.principal))
    }

    @Sendable private func showQuotas(_ request: Request, context: UserContext) async throws -> QuotasBody {
        QuotasBody(try await self.organizations.usage(as: context.principal), self.organizations.quotas)
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> OrganizationBody {
        let body = try await request.decode(as: OrganizationChangeBody.self, context: context)
        guard let name = body.name else { return try await self.show(request, context: context) }
        return OrganizationBody(try await self.organizations.rename(to: name, as: context.principal))
    }
}

struct OrganizationBody: ResponseEncodable {
    let id: ID<Organization>
    let name: String
    let createdAt: Instant

    init(_ organization: Organization) {
        self.id = organization.id
        self.name = organization.name
        self.createdAt = organization.createdAt
    }
}

/// A change of the organization. Absent members stay unchanged.
struct OrganizationChangeBody: Decodable {
    let name: String?
}

import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/channels`
struct ChannelRoutes {
    let channels: ChannelOperations

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("channels", use: self.list)
        routes.post("channels", use: self.create)
        routes.get("channels/:id", use: self.find)
        routes.patch("channels/:id", use: self.update)
        routes.delete("channels/:id", use: self.delete)
        routes.post("channels/:id/test", use: self.test)
    }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<ChannelBody> {
        let page = try context.query.page(by: ID<Channel>.self)
        let found = try await self.channels.list(after: page.after, limit: page.fetching, as: context.principal)
        let recipients = try await self.channels.recipients(of: found, as: context.principal)
        return Page(found, of: page, key: \.id) { ChannelBody($0, recipients: recipients[$0.id]) }
    }

    @Sendable private func create(_ request: Request, context: UserContext) async throws -> Created<ChannelBody> {
        let draft = try await request.decode(as: ChannelDraftBody.self, context: context)
        let channel = try await self.channels.create(draft.model, as: context.principal)
        return Created(at: "/api/v1/channels/\(channel.id)", try await self.body(channel, context))
    }

    @Sendable private func find(_ request: Request, context: UserContext) async throws -> Tagged<ChannelBody> {
        try await self.tagged(try await self.channels.find(try context.id(), as: context.principal), context)
    }

    @Sendable private func update(_ request: Request, context: UserContext) async throws -> Tagged<ChannelBody> {
        let patch = try await request.patch(ChannelDraftBody.self)
        let changed = try await self.channels.update(try context.id(), as: context.principal) { channel in
            try patch.applied(to: ChannelDraftBody(channel), sealed: channel.sealedConfig).model
        }
        return try await self.tagged(changed, context)
    }

    private func tagged(_ channel: Channel, _ context: UserContext) async throws -> Tagged<ChannelBody> {
        let tag = try EditTag(ChannelDraftBody(channel), sealed: channel.sealedConfig)
        return Tagged(try await self.body(channel, context), tag)
    }

    private func body(_ channel: Channel, _ context: UserContext) async throws -> ChannelBody {
        let recipients = try await self.channels.recipients(of: [channel], as: context.principal)
        return ChannelBody(channel, recipients: recipients[channel.id])
    }

    @Sendable private func delete(_ request: Request, context: UserContext) async throws -> HTTPResponse.Status {
        try await self.channels.delete(try context.id(), as: context.principal)
        return .noContent
    }

    @Sendable private func test(_ request: Request, context: UserContext) async throws -> ChannelTestBody {
        ChannelTestBody(try await self.channels.test(try context.id(), as: context.principal))
    }
}

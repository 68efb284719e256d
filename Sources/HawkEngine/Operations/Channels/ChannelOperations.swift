import HawkChannels
package import HawkCore
import HawkStore

/// Manages channels.
package struct ChannelOperations: Sendable {
    let engine: Engine
    let channels = ChannelRepository()
    let testLimits: ChannelTestLimits

    package init(_ engine: Engine) {
        self.engine = engine
        self.testLimits = ChannelTestLimits(clock: engine.clock)
    }

    /// Returns channels in order of creation. Secrets are masked, as in all results here. Addresses are masked for members who
    /// may not change channels.
    package func list(after cursor: ID<Channel>?, limit: Int, as principal: Principal) async throws -> [Channel] {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            try self.channels.list(of: principal.organization, after: cursor, limit: limit, in: db).map {
                self.shown(self.named($0), to: principal)
            }
        }
    }

    package func find(_ id: ID<Channel>, as principal: Principal) async throws -> Channel {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in self.shown(try self.require(id, as: principal, in: db), to: principal)
        }
    }

    package func create(_ draft: ChannelDraft, as principal: Principal) async throws -> Channel {
        try principal.require(.admin)
        let validated = try self.rules(for: principal).validate(draft)
        return try await self.engine.database.write { db in
            try self.engine.requireRoom(for: .channels, of: principal.organization, in: db)
            let now = try db.now()
            let id = try self.channels.insert(
                Channel(
                    id: ID(0), organization: principal.organization, name: validated.name, type: draft.type,
                    config: validated.config, sealedConfig: validated.sealedConfig, isDefault: draft.isDefault,
                    enabled: draft.enabled, createdAt: now,
                    updatedAt: now), in: db)
            try self.requestConsent(for: draft.type, config: validated.config, as: principal, in: db)
            try self.engine.audit(
                "channel.create", .init("channel", id.rawValue), by: principal, details: ["name": .string(validated.name)], in: db
            )
            return try self.require(id, as: principal, in: db)
        }
    }

    /// - Parameter change: Returns the draft, given the current channel. Runs in the transaction, and again after a conflict.
    package func update(
        _ id: ID<Channel>, as principal: Principal, _ change: @escaping @Sendable (Channel) throws -> ChannelDraft
    ) async throws -> Channel {
        try principal.require(.admin)
        let rules = self.rules(for: principal)
        return try await self.engine.rewrite { db in
            let before = try self.require(id, as: principal, in: db)
            var channel = before
            let draft = try change(channel)
            guard draft.type == channel.type else {
                throw OperationError.invalid("type", "cannot be changed: add a new channel instead")
            }
            let validated = try rules.validate(draft, stored: channel)
            channel.name = validated.name
            channel.config = validated.config
            channel.sealedConfig = validated.sealedConfig
            channel.isDefault = draft.isDefault
            channel.enabled = draft.enabled
            channel.updatedAt = try db.now()
            try self.channels.update(channel, in: db)
            try self.follow(channel, wasEnabled: before.enabled, in: db)
            try self.requestConsent(for: channel.type, config: validated.config, as: principal, in: db)
            try self.engine.audit(
                "channel.update", .init("channel", id.rawValue), by: principal, details: ["name": .string(validated.name)],
                changes: AuditChanges.between(before, channel), in: db)
            return try self.require(id, as: principal, in: db)
        }
    }

    /// Keeps the deliveries of a disabled channel. When it is enabled again, those older than a day are dropped.
    private func follow(_ channel: Channel, wasEnabled: Bool, in db: any Connection) throws {
        guard channel.enabled != wasEnabled else { return }
        let deliveries = DeliveryRepository()
        if channel.enabled {
            try deliveries.dropPending(of: channel.id, before: channel.updatedAt - Backoff.retryPeriod, in: db)
        } else {
            try deliveries.recordSwitchedOff(channel.id, in: db)
        }
    }

    /// Deletes the channel and its pending deliveries. Monitors that name it send to one channel less.
    package func delete(_ id: ID<Channel>, as principal: Principal) async throws {
        try principal.require(.admin)
        try await self.engine.database.write { db in
            let channel = try self.require(id, as: principal, in: db)
            _ = try self.channels.delete(id, of: principal.organization, at: try db.now(), in: db)
            try DeliveryRepository().dropPending(of: id, of: principal.organization, in: db)
            try self.engine.audit(
                "channel.delete", .init("channel", id.rawValue), by: principal, details: ["name": .string(channel.name)], in: db)
        }
    }

    func require(_ id: ID<Channel>, as principal: Principal, in db: any Connection) throws -> Channel {
        guard let channel = try self.channels.find(id, of: principal.organization, in: db) else { throw OperationError.notFound }
        return self.named(channel)
    }

    /// Returns the channel as it is read: with the names of its secret headers and other secret fields.
    private func named(_ channel: Channel) -> Channel {
        guard let form = self.engine.channelTypes[channel.type]?.form else { return channel }
        var channel = channel
        channel.config = self.secrets(of: channel.organization).named(channel.config, form: form, sealed: channel.sealedConfig)
        return channel
    }

    private func shown(_ channel: Channel, to principal: Principal) -> Channel {
        guard principal.role < .admin else { return channel }
        var channel = channel
        channel.config =
            self.engine.channelTypes[channel.type].map { SecretFields.coarsened(channel.config, form: $0.form) } ?? [:]
        return channel
    }

    private func secrets(of organization: ID<Organization>) -> SecretSettings {
        SecretSettings(box: self.engine.secrets, purpose: .channelConfig, organization: organization)
    }

    private func rules(for principal: Principal) -> ChannelRules {
        ChannelRules(
            types: self.engine.channelTypes, maxRecipients: self.engine.installation.quotas.mailRecipients,
            secrets: self.secrets(of: principal.organization))
    }
}

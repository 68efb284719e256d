import HawkChannels
package import HawkCore
import HawkStore

extension ChannelOperations {
    /// Returns the consent state of recipients, for channels that mail through the operator's server and need consent.
    package func recipients(
        of channels: [Channel], as principal: Principal
    ) async throws -> [ID<Channel>: [RecipientStanding]] {
        try principal.require(.viewer)
        let addresses = channels.reduce(into: [ID<Channel>: [String]]()) { all, channel in
            let found = self.consentAddresses(of: channel.type, config: channel.config)
            if !found.isEmpty { all[channel.id] = found }
        }
        guard !addresses.isEmpty else { return [:] }
        return try await self.engine.database.read { db in
            let all = try MailRecipients().standings(
                of: Array(Set(addresses.values.joined())), in: principal.organization, in: db)
            return addresses.mapValues { mine in all.filter { mine.contains($0.address) }.sorted { $0.address < $1.address } }
        }
    }

    /// Requests consent by mail from the recipients that a new or changed channel names.
    func requestConsent(for type: ChannelType, config: JSONValue, as principal: Principal, in db: any Connection) throws {
        let addresses = self.consentAddresses(of: type, config: config)
        guard !addresses.isEmpty else { return }
        let standings = try MailRecipients().standings(of: addresses, in: principal.organization, requesting: .repeated, in: db)
        guard standings.allSatisfy({ $0.id != nil }) else {
            throw OperationError.invalid(
                "config.to",
                "has too many new recipients: \(MailConsent.maxPending) of this organization have not confirmed yet")
        }
    }

    /// Returns the addresses that must consent. Empty if consent is not required.
    private func consentAddresses(of type: ChannelType, config: JSONValue) -> [String] {
        guard self.engine.requiresRecipientConsent else { return [] }
        return self.engine.channelTypes[type]?.operatorMail(config).map(\.address) ?? []
    }
}

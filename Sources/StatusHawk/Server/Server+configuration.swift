import HawkAPI
import HawkCore
import HawkEngine
import HawkNet
import HawkStore
import Logging

/// What a server derives from its configuration.
extension Server {
    func dashboard() async throws -> Dashboard? {
        guard self.roles.contains(.api) else { return nil }
        do {
            let base = BasePath(of: self.configuration.publicURL) ?? .root
            return if let webRoot {
                try await Dashboard(directory: webRoot, below: base)
            } else {
                try Dashboard.builtIn(below: base)
            }
        } catch let error as WebPackError {
            throw ConfigurationError(error.description)
        }
    }

    func proxies() throws(ConfigurationError) -> TrustedProxies {
        var ranges: [AddressRange] = []
        for text in self.configuration.trustedProxies {
            guard let range = AddressRange(text) else {
                throw ConfigurationError(
                    .trustedProxies, "contains \(text), which is not an address or a range such as 10.0.0.0/8")
            }
            ranges.append(range)
        }
        return TrustedProxies(ranges)
    }

    func installation(
        _ database: any Database, hasMailServer: Bool, secrets: SecretBox
    ) async throws -> Installation {
        var installation = Installation(
            publicURL: self.configuration.publicURL, signups: self.configuration.signups, emailConfigured: hasMailServer,
            quotas: self.configuration.quotas, retentionDays: self.configuration.retentionDays,
            location: self.configuration.location,
            hasRunner: self.roles.contains(.runner))
        installation.allowedHosts = self.configuration.allowedHosts
        guard self.roles.contains(.api) else { return installation }
        let code = SetupCode.make(secrets)
        installation.setupCode = Secret(code)
        let isNew = try await database.read { db in try UserRepository().isEmpty(in: db) }
        if isNew, self.configuration.admin == nil {
            self.logger.notice(
                "No account exists yet; the first sign-up requires this setup code, unless it comes from this machine",
                metadata: ["setup.code": "\(code)"])
        }
        return installation
    }

    func makeAdmin(_ engine: Engine) async throws {
        guard let admin = self.configuration.admin else { return }
        let passwords = Passwords(rounds: engine.installation.scryptRounds)
        let accounts = AccountAdministration(database: engine.database, clock: engine.clock, passwords: passwords)
        do {
            guard try await accounts.createFirstOwner(email: admin.email, password: admin.password) else { return }
        } catch let error as OperationError {
            guard let field = error.errors.first else { throw error }
            throw ConfigurationError(field.field == "password" ? .adminPassword : .adminEmail, field.message)
        }
        self.logger.notice("The first owner was created from the configuration")
    }
}

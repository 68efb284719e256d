import HawkCore
import HawkEngine

/// Chooses the key that this process seals secrets with: the configured one, or that of the data directory.
struct SecretKeyChoice {
    private let configured: Secret?
    private let store: OpenStore
    private let check = SecretKeyCheck()

    init(_ configuration: ServerConfiguration, _ store: OpenStore) {
        self.configured = configuration.secretKey
        self.store = store
    }

    /// - Throws: `ConfigurationError` if it is missing, or is not the key that sealed the installation's secrets.
    func proven() async throws -> SecretBox {
        guard let secrets = try self.presentKey() else { return try await self.generated() }
        guard try await self.check.bind(secrets, to: self.store.database) else {
            throw ConfigurationError(
                """
                \(self.origin) is not the key that the secrets of this installation are encrypted with: start with that key. If it is \
                lost, `statushawk admin accept-key` accepts this one; stored secrets must then be entered again
                """)
        }
        return secrets
    }

    /// Accepts the present key, or a new one, even if secrets were sealed with another.
    func accepted() async throws -> SecretBox {
        let secrets = try self.presentKey() ?? SecretBox(secretKey: self.directory.generateKey())
        try await self.check.rebind(secrets, to: self.store.database)
        return secrets
    }

    /// The source of the key, as users know it.
    var origin: String { self.configured == nil ? self.directory.keyFile : ConfigurationKey.secretKey.rawValue }

    private func presentKey() throws -> SecretBox? {
        (try self.configured ?? self.directory.storedKey()).map { SecretBox(secretKey: $0) }
    }

    /// Creates the first key, for an installation that has sealed nothing yet.
    private func generated() async throws -> SecretBox {
        guard try await !self.check.isBound(self.store.database) else {
            throw ConfigurationError(
                """
                \(self.directory.keyFile) does not exist, but the secrets of this installation are encrypted with a key: restore the \
                file, or set SECRET_KEY. If the key is lost, `statushawk admin accept-key` accepts a new one; stored secrets must then be \
                entered again
                """)
        }
        let secrets = SecretBox(secretKey: try self.directory.generateKey())
        guard try await self.check.bind(secrets, to: self.store.database) else {
            throw ConfigurationError(
                "another process has set up this installation with another key: set the same SECRET_KEY in all processes")
        }
        return secrets
    }

    private var directory: DataDirectory {
        guard let directory = self.store.directory else {
            preconditionFailure("a process without a configured key needs a data directory for a generated one")
        }
        return directory
    }
}

import Foundation
import HawkAPI
import HawkBroker
import HawkChannels
import HawkCore
import HawkEngine
import HawkProbes
import Logging

/// The validated configuration of a server.
struct ServerConfiguration: Sendable {
    var listen: ListenAddress
    /// A listener for only the operations endpoints. If nil, the main listener serves them.
    var operations: ListenAddress?
    var publicURL: String
    /// The server of the public URL. Nil if none was configured.
    var publicServer: (host: String, port: Int)?
    /// Additional host names that requests may use.
    var allowedHosts: [String]
    var dataDirectory: String
    var database: DatabaseAddress
    var databasePoolSize: Int
    /// Nil if the broker runs in this process.
    var redis: RedisAddress?
    /// Nil if it is generated in the data directory.
    var secretKey: Secret?
    var signups: Installation.Signups
    var admin: (email: String, password: Secret)?
    var allowPrivateTargets: Bool
    var allowedTargets: [String]
    var location: String
    var runnerConcurrency: Int
    /// Addresses of which a runner must reach one before failures count against targets. If empty, they always count.
    var connectivityCheck: [HostAndPort]
    var retentionDays: Int
    var trustedProxies: [String]
    /// The quotas of each organization.
    var quotas: Quotas
    var metricsToken: Secret?
    /// The modules of `/probe`. Nil if it is disabled.
    var probes: ProbeModules?
    var smtpURL: Secret?
    var smtpFrom: String?
    var logLevel: Logger.Level
    var logFormat: LogFormat

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        let reader = ConfigurationReader(source)
        self.listen = try reader.address(.listen) ?? ListenAddress(host: "127.0.0.1", port: 8080)
        self.publicURL = try reader.url(.publicURL) ?? self.listen.url
        self.publicServer = source[.publicURL] == nil ? nil : Self.server(of: self.publicURL)
        self.allowedHosts = try reader.hostNames(.allowedHosts)
        self.dataDirectory = source[.dataDirectory] ?? "./data"
        self.database = try DatabaseAddress(source, in: self.dataDirectory)
        self.databasePoolSize = try reader.number(.databasePoolSize, in: 1...100, default: 4)
        self.redis = try Self.redis(source[.redisURL])
        self.secretKey = source[.secretKey].map(Secret.init)
        if let secretKey, secretKey.revealed.utf8.count < 32 {
            throw ConfigurationError(.secretKey, "must have at least 32 bytes")
        }
        self.signups = try reader.choice(.signups, default: .first)
        self.admin = try Self.admin(source)
        self.allowPrivateTargets = try reader.flag(.allowPrivateTargets) ?? (self.signups != .open)
        self.allowedTargets = reader.list(.allowedTargets)
        self.location = source[.location] ?? "default"
        self.runnerConcurrency = try reader.number(.runnerConcurrency, in: 1...100_000, default: 1_000)
        self.connectivityCheck = try reader.endpoints(.connectivityCheck, most: 8)
        self.retentionDays = try reader.number(.retentionDays, in: 1...3_650, default: 30)
        self.trustedProxies = reader.list(.trustedProxies)
        self.quotas = try Quotas(reader, signups: self.signups)
        self.metricsToken = source[.metricsToken].map(Secret.init)
        self.smtpURL = source[.smtpURL].map(Secret.init)
        self.smtpFrom = source[.smtpFrom]
        self.logLevel = try reader.choice(.logLevel, default: .info)
        self.logFormat = try reader.choice(.logFormat, default: .text)
        self.operations = try reader.address(.operationsListen)
        if let operations, operations.clashes(with: self.listen) {
            throw ConfigurationError(
                .operationsListen, "must differ from STATUSHAWK_LISTEN, which is public: choose another port")
        }
        self.probes = try Self.probes(source[.probeModules])
        if self.probes != nil, self.metricsToken == nil, self.operations == nil, self.listensBeyondLoopback {
            throw ConfigurationError(
                .probeModules,
                "would let anyone probe targets through STATUSHAWK_LISTEN: set STATUSHAWK_METRICS_TOKEN or STATUSHAWK_OPERATIONS_LISTEN"
            )
        }
        guard self.location.utf8.count <= 63,
            self.location.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
        else { throw ConfigurationError(.location, "must be 1 to 63 letters, digits, dots, hyphens and underscores") }
    }

    /// - Throws: If processes with these roles could not work with those that have the others.
    func requireWhatIsShared(by roles: Set<ServerRole>) throws(ConfigurationError) {
        guard roles.needsOthers else { return }
        let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
        guard !self.database.isSQLite else {
            throw ConfigurationError(
                .databaseURL, "must name a PostgreSQL server for a process with only the role \(names): postgres://user@host/name"
            )
        }
        guard self.redis != nil else {
            throw ConfigurationError(
                .redisURL, "must name a Redis server for a process with only the role \(names): redis://host:6379/0")
        }
        guard self.secretKey != nil else {
            throw ConfigurationError(
                .secretKey, "must be set for a process with only the role \(names), to the same key in all processes")
        }
    }

    /// The base URL of `/healthz`, `/readyz` and `/metrics` of this process.
    var operationsURL: String { (self.operations ?? self.listen).url }

    /// The ports of this process's listeners that are known before they start.
    var ports: [Int] { [self.listen, self.operations].compactMap { $0?.port }.filter { $0 != 0 } }

    /// Whether other machines can reach the main listener.
    var listensBeyondLoopback: Bool { self.listen.isBeyondLoopback }

    private static func server(of url: String) -> (host: String, port: Int)? {
        guard let url = URL(string: url), let host = url.host else { return nil }
        return (host, url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80))
    }

    private static func redis(_ url: String?) throws(ConfigurationError) -> RedisAddress? {
        guard let url else { return nil }
        do {
            return try RedisAddress(url)
        } catch {
            throw ConfigurationError(.redisURL, error.description)
        }
    }

    /// Parses `standard`, or a JSON object of additional modules.
    private static func probes(_ text: String?) throws(ConfigurationError) -> ProbeModules? {
        guard let text else { return nil }
        do {
            let defined = text == "standard" ? [:] : try JSONParser.parse([UInt8](text.utf8))
            return try ProbeModules(.standard, defined: defined)
        } catch let error as OperationError {
            throw ConfigurationError(.probeModules, "must be standard or a JSON object of modules: \(error.message)")
        } catch {
            throw ConfigurationError(.probeModules, "cannot be read")
        }
    }

    private static func admin(_ source: ConfigurationSource) throws(ConfigurationError) -> (email: String, password: Secret)? {
        switch (source[.adminEmail], source[.adminPassword]) {
        case (nil, nil): return nil
        case (let email?, let password?): return (email, Secret(password))
        default: throw ConfigurationError(.adminEmail, "and STATUSHAWK_ADMIN_PASSWORD belong together: set both or neither")
        }
    }
}

enum LogFormat: String, Sendable, CaseIterable { case text, json }

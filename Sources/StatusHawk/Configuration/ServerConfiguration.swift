import Foundation
import HawkAPI
import HawkBroker
import HawkChannels
import HawkCore
import HawkEngine
import HawkProbes
import Logging

/// Everything the operator may choose, checked.
struct ServerConfiguration: Sendable {
    var listen: ListenAddress
    /// Where what operates the process is served, and only that; nil: where everything is.
    var operations: ListenAddress?
    var publicURL: String
    /// Where the public URL leads; nil: none was configured.
    var publicServer: (host: String, port: Int)?
    /// Further names that requests may ask this server by.
    var allowedHosts: [String]
    var dataDirectory: String
    var database: DatabaseAddress
    var databasePoolSize: Int
    /// nil: what passes between the parts stays in this process.
    var redis: RedisAddress?
    /// nil: generated into the data directory.
    var secretKey: Secret?
    var signups: Installation.Signups
    var admin: (email: String, password: Secret)?
    var allowPrivateTargets: Bool
    var allowedTargets: [String]
    var location: String
    var runnerConcurrency: Int
    /// What a runner must reach before it blames targets: any of them; empty: it blames them at once.
    var connectivityCheck: [HostAndPort]
    var retentionDays: Int
    var trustedProxies: [String]
    /// Of each organization.
    var quotas: Quotas
    var metricsToken: Secret?
    /// What `/probe` may be asked for; nil: there is none.
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

    /// - Throws: where processes of these roles could not work together with those that do the rest.
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

    /// Where `/healthz`, `/readyz` and `/metrics` of this very process are.
    var operationsURL: String { (self.operations ?? self.listen).url }

    /// Of this process's listeners, as far as they are known before they begin.
    var ports: [Int] { [self.listen, self.operations].compactMap { $0?.port }.filter { $0 != 0 } }

    /// Whether anyone on another machine can reach the listener that serves people.
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

    /// `standard`, or a JSON object of further modules.
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

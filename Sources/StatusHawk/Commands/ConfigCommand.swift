import ArgumentParser
import HawkCore
import HawkEngine
import Logging

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Prints the effective configuration with secrets masked. Exits with 78 if it is invalid.")

    func run() async throws {
        try await reportingFailures {
            let source = try ConfigurationSource()
            let configuration = try ServerConfiguration(source)
            for key in ConfigurationKey.allCases {
                print("\(key.rawValue)=\(source[key].map { key.isSecret ? Secret.mask : $0 } ?? configuration.shown(key))")
            }
        }
    }
}

extension ServerConfiguration {
    /// Returns the effective value of a key that the environment does not set.
    fileprivate func shown(_ key: ConfigurationKey) -> String {
        switch key {
        case .listen: "\(self.listen.host):\(self.listen.port)"
        case .publicURL: self.publicURL
        case .dataDirectory: self.dataDirectory
        case .databaseURL: "\(self.database)"
        case .databasePoolSize: "\(self.databasePoolSize)"
        case .signups: self.signups.rawValue
        case .allowPrivateTargets: "\(self.allowPrivateTargets)"
        case .location: self.location
        case .runnerConcurrency: "\(self.runnerConcurrency)"
        case .retentionDays: "\(self.retentionDays)"
        case .quotaMinInterval: "\(Int(self.quotas.minInterval.seconds))"
        case .quotaMaxTimeout: "\(Int(self.quotas.maxTimeout.seconds))"
        case .quotaMailRecipients: "\(self.quotas.mailRecipients)"
        case .quotaRequests: "\(self.quotas.requestsPerMinute)"
        case .logLevel: self.logLevel.rawValue
        case .logFormat: self.logFormat.rawValue
        case .operationsListen, .allowedHosts, .redisURL, .secretKey, .adminEmail, .adminPassword, .allowedTargets,
            .connectivityCheck, .trustedProxies, .metricsToken, .probeModules, .smtpURL, .smtpFrom:
            ""
        case .quotaMonitors, .quotaChannels, .quotaStatusPages, .quotaTokens, .quotaInvitations, .quotaMembers, .quotaIncidents,
            .quotaIdempotencyKeys:
            Quotas.Resource.allCases.first { $0.key == key }.map { "\(self.quotas[$0])" } ?? ""
        }
    }
}

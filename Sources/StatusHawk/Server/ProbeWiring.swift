import HawkCore
import HawkNet
import HawkProbes
import Logging
import NIOCore

/// Creates the environment of probes.
enum ProbeWiring {
    /// - Parameter caFile: Certificates (PEM) to trust instead of the system's.
    static func environment(
        on group: any EventLoopGroup, resolver: NameResolver, policy: TargetPolicy, caFile: String? = nil, logger: Logger
    ) throws(ConfigurationError) -> ProbeEnvironment {
        do {
            return try ProbeEnvironment(
                eventLoopGroup: group, resolver: resolver, policy: policy, trust: caFile.map { .file(path: $0) } ?? .system,
                logger: logger)
        } catch {
            throw ConfigurationError("the trusted certificates cannot be read: \(caFile ?? "the system's"): \(error)")
        }
    }

    /// Creates the target policy from the configuration. Our own listeners, database and Redis are never dialled.
    static func policy(_ configuration: ServerConfiguration) throws(ConfigurationError) -> TargetPolicy {
        let listeners = [configuration.listen, configuration.operations].compactMap { $0 }.filter { $0.port != 0 }
        do {
            let policy = try TargetPolicy(
                allowPrivate: configuration.allowPrivateTargets, allowed: configuration.allowedTargets,
                forbidden: listeners.map { .onThisMachine(port: $0.port) })
            OwnServers(configuration).update(policy.own)
            return policy
        } catch {
            throw ConfigurationError(.allowedTargets, "\(error)")
        }
    }

    /// For `statushawk check`: a user with a shell on this machine may dial anything anyway.
    static func unrestricted() throws(ConfigurationError) -> TargetPolicy {
        do {
            return try TargetPolicy(allowPrivate: true)
        } catch {
            throw ConfigurationError("the target policy is invalid: \(error)")
        }
    }
}

extension Endpoint {
    /// A socket of ours, regardless of the address it listens on.
    static func onThisMachine(port: Int) -> Endpoint { Endpoint(ip: .v4(0), port: port) }
}

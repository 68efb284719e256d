package import HawkNet
package import Logging
package import NIOCore

/// The state that all probes of a process share.
package final class ProbeEnvironment: Sendable {
    package let resolver: NameResolver
    package let policy: TargetPolicy
    package let logger: Logger
    let tls: TLSClient
    let pinger: Pinger
    private let wheels: TimerWheels

    /// - Parameters:
    ///   - eventLoopGroup: the loops that run attempts.
    ///   - resolver: the caller remains responsible for its shutdown.
    ///   - trust: the certificates that HTTPS checks trust.
    /// - Throws: `RunnerFault` if the trusted certificates cannot be read.
    package convenience init(
        eventLoopGroup: any EventLoopGroup, resolver: NameResolver, policy: TargetPolicy, trust: TLSTrust = .system,
        logger: Logger
    ) throws {
        try self.init(
            eventLoopGroup: eventLoopGroup, resolver: resolver, policy: policy, trust: trust, logger: logger,
            pinger: Pinger(group: eventLoopGroup))
    }

    /// Creates an environment with a pinger that opens its sockets elsewhere.
    init(
        eventLoopGroup: any EventLoopGroup, resolver: NameResolver, policy: TargetPolicy, trust: TLSTrust, logger: Logger,
        pinger: Pinger
    ) throws {
        self.resolver = resolver
        self.policy = policy
        self.logger = logger
        self.tls = try TLSClient(trust: trust)
        self.pinger = pinger
        self.wheels = TimerWheels(group: eventLoopGroup)
    }

    deinit { self.pinger.shutdown() }

    /// Returns the loop's timers. The runner's due times use them too, so that a stall is detected.
    package func wheel(of loop: any EventLoop) -> TimerWheel { self.wheels[loop] }
}

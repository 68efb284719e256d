package import HawkNet
package import Logging
package import NIOCore

/// What all probes of a process share.
package final class ProbeEnvironment: Sendable {
    package let resolver: Resolver
    package let policy: TargetPolicy
    package let trust: TLSTrust
    /// What HTTP checks call themselves.
    package let userAgent: String
    package let logger: Logger
    private let wheels: TimerWheels

    /// - Parameters:
    ///   - eventLoopGroup: the loops that attempts run on.
    ///   - version: this program's, told to targets.
    package init(
        eventLoopGroup: any EventLoopGroup, resolver: Resolver, policy: TargetPolicy, trust: TLSTrust = .system, version: String,
        logger: Logger
    ) {
        self.resolver = resolver
        self.policy = policy
        self.trust = trust
        self.userAgent = "StatusHawk/\(version)"
        self.logger = logger
        self.wheels = TimerWheels(group: eventLoopGroup)
    }

    /// The loop's own timers; the runner's due times go there too, so that a stall is noticed.
    package func wheel(of loop: any EventLoop) -> TimerWheel { self.wheels[loop] }
}

import Glibc
import HawkCore
import NIOCore

/// Why one address could not be connected to.
struct ConnectFailure {
    enum Kind: Equatable {
        case refused
        case unreachable
        /// This machine itself has no way to the address's family: says nothing about the target.
        case noFamily
        case timedOut
        /// Our side, such as no descriptors left.
        case ours(String)
    }

    let endpoint: Endpoint
    let kind: Kind

    init(_ endpoint: Endpoint, _ error: any Error) {
        self.endpoint = endpoint
        self.kind = Self.kind(of: error, endpoint.ip)
    }

    private static func kind(of error: any Error, _ address: IPAddress) -> Kind {
        guard let error = error as? IOError else { return error is ChannelError ? .timedOut : .ours("\(error)") }
        switch error.errnoCode {
        case ECONNREFUSED, ECONNRESET: return .refused
        case ETIMEDOUT: return .timedOut
        case EHOSTUNREACH, EHOSTDOWN, EINVAL, ENOPROTOOPT, EPROTO: return .unreachable
        case ENETUNREACH: return MachineRoutes.reach(address.family) ? .unreachable : .noFamily
        case EADDRNOTAVAIL where !MachineRoutes.reach(address.family), EAFNOSUPPORT: return .noFamily
        case EMFILE, ENFILE: return .ours("no file descriptors are left (raise the limit of open files)")
        case EACCES, EPERM: return .ours("this machine does not permit it (a local firewall?)")
        case EADDRNOTAVAIL: return .ours("no local port is left")
        case let code: return .ours(String(cString: strerror(code)))
        }
    }

    /// What became of a target none of whose addresses could be connected to.
    ///
    /// A fault of ours at any address voids the whole: that address might have answered. Then the first failure speaks, those
    /// for want of a family last.
    static func verdict(_ failures: [ConnectFailure], on name: String) -> any Error {
        for failure in failures {
            if case .ours(let what) = failure.kind { return RunnerFault("cannot connect to \(failure.endpoint): \(what)") }
        }
        guard let first = failures.first(where: { $0.kind != .noFamily }) else {
            let family = failures.first?.endpoint.ip.family == .v6 ? "IPv6" : "IPv4"
            return RunnerFault("this machine has no \(family) connectivity, and \(name) has no other address")
        }
        let target = first.subject(name)
        let others = failures.count > 1 ? ", and no other address of it answered" : ""
        switch first.kind {
        case .refused: return TargetFailure(.refused, "\(target) refused the connection\(others)")
        case .unreachable: return TargetFailure(.unreachable, "there is no route to \(target)\(others)")
        case .timedOut, .noFamily, .ours: return TargetFailure(.timeout, "no connection to \(target)\(others)")
        }
    }

    /// `db.example:5432 (10.0.0.7)`, or the address alone.
    private func subject(_ name: String) -> String {
        name == self.endpoint.description ? name : "\(name) (\(self.endpoint.ip))"
    }
}

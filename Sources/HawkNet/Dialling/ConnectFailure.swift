import Glibc
import HawkCore
import NIOCore

/// The reason why a connection to one address failed.
struct ConnectFailure {
    enum Kind: Equatable {
        case refused
        /// Accepted, then closed before it could be used.
        case reset
        case unreachable
        /// This machine has no route to the address, such as to IPv6. This says nothing about the target.
        case noRoute
        case timedOut
        /// Our own fault, such as no descriptors left.
        case ours(String)
    }

    let endpoint: Endpoint
    let kind: Kind

    init(_ endpoint: Endpoint, _ error: any Error) {
        self.endpoint = endpoint
        self.kind = Self.kind(of: error, endpoint.ip)
    }

    private static func kind(of error: any Error, _ address: IPAddress) -> Kind {
        guard let code = (error as? IOError)?.errnoCode else {
            return error is ChannelError ? .timedOut : .ours("\(error)")
        }
        switch code {
        case ECONNREFUSED: return .refused
        case ECONNRESET: return .reset
        case ETIMEDOUT: return .timedOut
        case EHOSTDOWN, ENOPROTOOPT, EPROTO: return .unreachable
        case EAFNOSUPPORT: return .noRoute
        // A router on the path can cause the same error, for IPv6 also because the packet is prohibited (RFC 4443, 3.1).
        case ENETUNREACH, EHOSTUNREACH, EINVAL, EACCES, EADDRNOTAVAIL: return Self.kind(of: code, to: address)
        case let code: return .ours(MachineFault.sentence(for: code) ?? String(cString: strerror(code)))
        }
    }

    private static func kind(of code: Int32, to address: IPAddress) -> Kind {
        do {
            if try MachineRoutes.explain(code, to: address) { return .noRoute }
        } catch {
            return .ours(error.description)
        }
        // Over IPv4, only this machine can prohibit the packet.
        let isOurs = code == EADDRNOTAVAIL || code == EACCES && address.family == .v4
        return isOurs ? .ours(MachineFault.sentence(for: code) ?? "") : .unreachable
    }

    /// Returns the error for a target with no reachable address.
    ///
    /// A fault of ours at any address voids the attempt, because that address might have answered. Otherwise the first failure is
    /// reported; missing routes come last.
    static func verdict(_ failures: [ConnectFailure], on name: String) -> any Error {
        for failure in failures {
            if case .ours(let what) = failure.kind { return RunnerFault("cannot connect to \(failure.endpoint): \(what)") }
        }
        guard let first = failures.first(where: { $0.kind != .noRoute }) else {
            let others = failures.count > 1 ? " or any of its other addresses" : ""
            return RunnerFault("this machine has no route to \(failures.first?.subject(name) ?? name)\(others)")
        }
        let target = first.subject(name)
        let others = failures.count > 1 ? ", and none of its other addresses answered" : ""
        switch first.kind {
        case .refused: return TargetFailure(.refused, "\(target) refused the connection\(others)")
        case .reset: return TargetFailure(.protocol, "\(target) reset the connection\(others)")
        case .unreachable: return TargetFailure(.unreachable, "there is no route to \(target)\(others)")
        case .timedOut, .noRoute, .ours: return TargetFailure(.timeout, "no connection to \(target)\(others)")
        }
    }

    /// Returns `db.example:5432 (10.0.0.7)`, or the address alone.
    private func subject(_ name: String) -> String {
        name == self.endpoint.description ? name : "\(name) (\(self.endpoint.ip))"
    }
}

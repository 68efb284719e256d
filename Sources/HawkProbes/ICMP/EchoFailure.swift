import Glibc
import HawkCore
import HawkNet

/// The reason why an echo could not be sent.
enum EchoFailure: Error, Equatable {
    case unreachable
    /// This machine has no route to the address. Another address may have one.
    case noRoute
    case ours(RunnerFault)

    init(openingFailedWith code: Int32) {
        switch code {
        case EAFNOSUPPORT, EPROTONOSUPPORT: self = .noRoute
        case EACCES, EPERM: self = .ours(Self.notPermitted)
        default: self = .ours(RunnerFault("cannot open a socket for ICMP: \(Self.words(code))"))
        }
    }

    init(sendingFailedWith code: Int32, to address: IPAddress) {
        do {
            if try MachineRoutes.explain(code, to: address) {
                self = .noRoute
            } else if Self.isUnreachable(code) || code == EINVAL {
                self = .unreachable
            } else {
                self = .ours(RunnerFault("cannot send an ICMP echo to \(address): \(Self.words(code))"))
            }
        } catch {
            self = .ours(error)
        }
    }

    private static func words(_ code: Int32) -> String { MachineFault.sentence(for: code) ?? String(cString: strerror(code)) }

    static func isUnreachable(_ code: Int32) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENOPROTOOPT, EACCES].contains(code)
    }

    static func mayBeForeign(_ code: Int32) -> Bool { self.isUnreachable(code) || code == EPROTO || code == EMSGSIZE }

    private static var notPermitted: RunnerFault {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let program = length > 0 ? String(decoding: path[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : "statushawk"
        return RunnerFault(
            "this process may not send ICMP echoes; allow it with `sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"` or with "
                + "`setcap cap_net_raw+ep \(program)`")
    }
}

import Glibc
package import HawkCore
import NIOCore

/// System errors that indicate a fault of this machine, regardless of the target.
package enum MachineFault {
    /// Returns the fault of this machine. Nil if the error may also come from the target or the network.
    package static func sentence(for code: Int32) -> String? {
        switch code {
        case EMFILE: "no file descriptors are left (raise the limit of open files)"
        case ENFILE: "this machine has no file descriptors left (raise fs.file-max)"
        case ENOMEM, ENOBUFS: "this machine has no memory left for the network"
        case EACCES, EPERM: "this machine does not permit it (a local firewall?)"
        case EADDRNOTAVAIL: "no local port is left"
        case ENETDOWN: "this machine's network is down"
        default: nil
        }
    }

    /// Returns our fault that interrupted an exchange with a peer. Nil if it was not our fault.
    package static func found(in error: any Error, with peer: String) -> RunnerFault? {
        guard let code = (error as? IOError)?.errnoCode, let sentence = self.sentence(for: code) else { return nil }
        return RunnerFault("the exchange with \(peer) broke off: \(sentence)")
    }
}

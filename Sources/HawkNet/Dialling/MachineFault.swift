import Glibc
package import HawkCore
import NIOCore

/// The system's errors that tell of this machine, whichever target it was dealing with at the time.
package enum MachineFault {
    /// What is wrong here; nil: the error may as well be the target's, or the network's.
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

    /// The fault that broke off an exchange with a peer; nil: it was none of ours.
    package static func found(in error: any Error, with peer: String) -> RunnerFault? {
        guard let code = (error as? IOError)?.errnoCode, let sentence = self.sentence(for: code) else { return nil }
        return RunnerFault("the exchange with \(peer) broke off: \(sentence)")
    }
}

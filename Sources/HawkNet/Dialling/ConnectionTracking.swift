import Foundation
package import HawkCore

/// The kernel's table of the connections that its firewall tracks. Once it is full, packets of new ones are dropped here, and their
/// targets seem not to answer.
package enum ConnectionTracking {
    /// nil: there is room, or there is no such table.
    /// - Parameter directory: where the kernel tells of it.
    package static func fault(in directory: String = "/proc/sys/net/netfilter") -> RunnerFault? {
        guard let most = self.number("\(directory)/nf_conntrack_max"), most > 0,
            let count = self.number("\(directory)/nf_conntrack_count"), count >= most
        else { return nil }
        return RunnerFault(
            "this machine tracks as many connections as it may, \(count), and drops new ones (raise net.netfilter.nf_conntrack_max)"
        )
    }

    private static func number(_ path: String) -> Int? {
        // Where it cannot be read, nothing is known of it.
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}

import Foundation
package import HawkCore

/// The kernel's table of connections that its firewall tracks. When it is full, this machine drops the packets of new
/// connections, and targets seem not to answer.
package enum ConnectionTracking {
    /// Returns nil if there is room or no such table.
    /// - Parameter directory: where the kernel exposes the table.
    package static func fault(in directory: String = "/proc/sys/net/netfilter") -> RunnerFault? {
        guard let most = self.number("\(directory)/nf_conntrack_max"), most > 0,
            let count = self.number("\(directory)/nf_conntrack_count"), count >= most
        else { return nil }
        return RunnerFault(
            "this machine tracks as many connections as it may, \(count), and drops new ones (raise net.netfilter.nf_conntrack_max)"
        )
    }

    private static func number(_ path: String) -> Int? {
        // If it cannot be read, its state is unknown.
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}

import CAres
import CoreFoundation
import Glibc

/// Keeps a channel that reflects the present `/etc/resolv.conf`, and the older ones until their queries are answered.
///
/// c-ares reads the file once; networks come and go under a process that runs for months.
struct ResolverConfiguration {
    private struct Stamp: Equatable {
        var inode: UInt = 0
        var seconds = 0
        var nanoseconds = 0
    }

    private let servers: NameResolver.Servers
    private var stamp: Stamp?
    private(set) var channels: [AresChannel] = []

    init(servers: NameResolver.Servers) { self.servers = servers }

    /// The channel to ask; nil when none can be made.
    mutating func current() -> AresChannel? {
        let stamp = self.servers == .system ? Self.stampOfFile() : Stamp()
        if stamp != self.stamp || self.channels.isEmpty {
            guard let channel = AresChannel(servers: self.servers) else { return self.channels.last }
            self.channels.append(channel)
            self.stamp = stamp
        }
        return self.channels.last
    }

    /// Drops older channels that nobody waits for any more.
    mutating func retire() {
        guard self.channels.count > 1 else { return }
        let newest = self.channels.count - 1
        self.channels = self.channels.indices.filter { $0 == newest || self.channels[$0].outstanding > 0 }.map {
            self.channels[$0]
        }
    }

    private static func stampOfFile() -> Stamp {
        var status = stat()
        // A missing file is a configuration too: c-ares then asks this machine.
        guard stat("/etc/resolv.conf", &status) == 0 else { return Stamp() }
        return Stamp(inode: UInt(status.st_ino), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}

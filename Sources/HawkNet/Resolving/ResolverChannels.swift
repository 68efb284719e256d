import CAres
import CoreFoundation
import Glibc

/// The channels of a resolver's thread: those for the present `/etc/resolv.conf`, those of chosen servers, and older ones until
/// their queries are answered.
///
/// c-ares reads the file once, but networks change while a process runs for months.
struct ResolverChannels {
    private struct Key: Hashable {
        /// Nil for this machine's.
        let servers: [Endpoint]?
        let use: AresChannel.Use
    }

    private struct Entry {
        let channel: AresChannel
        var lastUse: UInt64
    }

    private struct Stamp: Equatable {
        var inode: UInt = 0
        var seconds = 0
        var nanoseconds = 0
    }

    /// How many idle channels are kept.
    private static let maxIdle = 64
    /// The maximum number of channels. Each may hold a descriptor or two.
    private static let most = 1_024

    private let home: NameResolver.Servers
    private var stamp: Stamp?
    private var entries: [Key: Entry] = [:]
    private var outdated: [AresChannel] = []
    private var uses: UInt64 = 0

    init(home: NameResolver.Servers) { self.home = home }

    /// All channels, including the older ones.
    var all: [AresChannel] { self.entries.values.map(\.channel) + self.outdated }

    /// Returns the channel to use. Nil if none can be created.
    /// - Parameter servers: nil for this machine's.
    mutating func find(_ servers: [Endpoint]?, for use: AresChannel.Use) -> AresChannel? {
        self.refresh()
        self.uses += 1
        let key = Key(servers: servers, use: use)
        if let entry = self.entries[key] {
            self.entries[key]?.lastUse = self.uses
            return entry.channel
        }
        guard self.entries.count < Self.most else { return nil }
        let chosen = servers.map { NameResolver.Servers.only($0.map(\.description)) }
        guard let channel = AresChannel(servers: chosen ?? self.home, for: use) else { return nil }
        self.entries[key] = Entry(channel: channel, lastUse: self.uses)
        return channel
    }

    /// Drops idle channels: the outdated ones, and the least recently used.
    mutating func retire() {
        self.outdated.removeAll { $0.outstanding == 0 }
        guard self.entries.count > Self.maxIdle else { return }
        let idle = self.entries.filter { $0.value.channel.outstanding == 0 }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (key, _) in idle.prefix(self.entries.count - Self.maxIdle) { self.entries[key] = nil }
    }

    private mutating func refresh() {
        guard case .configuration(let path, _) = self.home else { return }
        let stamp = Self.stamp(of: path ?? "/etc/resolv.conf")
        guard stamp != self.stamp else { return }
        self.stamp = stamp
        for key in self.entries.keys where key.servers == nil {
            if let entry = self.entries.removeValue(forKey: key) { self.outdated.append(entry.channel) }
        }
    }

    private static func stamp(of path: String) -> Stamp {
        var status = stat()
        // A missing file is a configuration too: c-ares then queries this machine.
        guard stat(path, &status) == 0 else { return Stamp() }
        return Stamp(inode: UInt(status.st_ino), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}

import Foundation

/// The kernel's list of TCP sockets: what a program left open, seen from outside of it.
package enum OpenConnections {
    /// How many sockets on this machine that still belong to a process are connected, or connecting, to a port. Sockets in
    /// TIME_WAIT belong to nobody.
    package static func count(toPort port: Int) throws -> Int { try Self.count(toPort: port, among: ["tcp", "tcp6"]) }

    /// The same with connected sockets for datagrams.
    package static func countAll(toPort port: Int) throws -> Int {
        try Self.count(toPort: port, among: ["tcp", "tcp6", "udp", "udp6"])
    }

    private static func count(toPort port: Int, among protocols: [String]) throws -> Int {
        let suffix = ":" + String(format: "%04X", port)
        return try protocols.map { "/proc/self/net/\($0)" }.reduce(0) { count, path in
            // Not `String(contentsOfFile:)`, which takes the first page of what the kernel writes for the whole.
            let table = try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data()
            let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst()
            return count
                + lines.count { line in
                    let fields = line.split(separator: " ")
                    return fields.count > 9 && fields[2].hasSuffix(suffix) && fields[9] != "0"
                }
        }
    }
}

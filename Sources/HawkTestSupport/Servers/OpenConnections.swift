import Foundation

/// The kernel's list of TCP sockets, which shows the open sockets of a program from outside.
package enum OpenConnections {
    /// Returns how many sockets on this machine that belong to a process are connected, or connecting, to a port. Sockets in
    /// TIME_WAIT belong to no process.
    package static func count(toPort port: Int) throws -> Int { try Self.count(toPort: port, among: ["tcp", "tcp6"]) }

    /// The same, including connected UDP sockets.
    package static func countAll(toPort port: Int) throws -> Int {
        try Self.count(toPort: port, among: ["tcp", "tcp6", "udp", "udp6"])
    }

    private static func count(toPort port: Int, among protocols: [String]) throws -> Int {
        let suffix = ":" + String(format: "%04X", port)
        return try protocols.map { "/proc/self/net/\($0)" }.reduce(0) { count, path in
            // Not `String(contentsOfFile:)`, which reads only the first page of the kernel's output.
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

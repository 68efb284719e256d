import Foundation
import Glibc

/// A directory for one test, removed at its end.
struct Place: Sendable {
    let path: String

    init() throws {
        self.path = NSTemporaryDirectory() + "statushawk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { self.path + "/" + name }

    func remove() {
        // Files that cannot be removed stay in the system's temporary directory. That does not fail a test.
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// Where the repository is checked out.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized.path

    /// The built program. `STATUSHAWK_BINARY` names another one than the debug build beside these tests.
    static let program =
        ProcessInfo.processInfo.environment["STATUSHAWK_BINARY"] ?? Self.repository + "/.build/debug/statushawk"

    /// The Python of the test tools, which `script/test` installs. Nil if they are not installed.
    static let python = Self.tool("python")
    /// Checks metrics and alerting rules as Prometheus does.
    static let promtool = Self.tool("promtool")
    static let prometheus = Self.tool("prometheus")

    static let nginx = "/usr/sbin/nginx"
    static let hasNginx = FileManager.default.isExecutableFile(atPath: Self.nginx)

    /// Whether any user can create a network namespace on this machine.
    static let hasNamespaces: Bool = {
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/unshare")
        tool.arguments = ["--user", "--map-root-user", "--net", "true"]
        tool.standardError = FileHandle.nullDevice
        guard Self.python != nil, (try? tool.run()) != nil else { return false }  // without the tool there are none
        tool.waitUntilExit()
        return tool.terminationStatus == 0
    }()

    private static func tool(_ name: String) -> String? {
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? Self.repository + "/.build/tools/venv"
        let path = "\(tools)/bin/\(name)"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}

/// Returns a TCP port on 127.0.0.1 on which nothing listened a moment ago.
func freePort() -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: sockaddr_in is a sockaddr to these two calls, and `length` is its size.
    let bound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    precondition(bound, "no free port on 127.0.0.1")
    return UInt16(bigEndian: address.sin_port)
}

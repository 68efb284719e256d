import Foundation
import Glibc

/// A network of its own, with a loopback device alone: sockets that are opened in it stay there, whoever uses them.
package enum NetworkNamespace {
    package struct NotPermitted: Error { let code: Int32 }

    /// Whether this process may make one, which takes root's rights.
    package static func isPermitted() async -> Bool {
        do {
            try await self.onThread {}
            return true
        } catch {
            return false
        }
    }

    /// Runs `body` on a thread in a new namespace, where everybody may open ping sockets and IPv4 answers no echoes by itself.
    package static func open<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await self.onThread {
            try self.bringUpLoopback()
            try "0 2147483647".write(toFile: "/proc/sys/net/ipv4/ping_group_range", atomically: false, encoding: .utf8)
            try "1".write(toFile: "/proc/sys/net/ipv4/icmp_echo_ignore_all", atomically: false, encoding: .utf8)
            // Or errors of one router would come at most once a second.
            try "0".write(toFile: "/proc/sys/net/ipv4/icmp_ratelimit", atomically: false, encoding: .utf8)
            return try body()
        }
    }

    private static func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result {
                        guard self.unshare() == 0 else { throw NotPermitted(code: errno) }
                        return try body()
                    })
            }.start()
        }
    }

    /// Gives the calling thread a network of its own. Swift does not see this function of the C library.
    private static func unshare() -> Int32 {
        typealias Unshare = @convention(c) (Int32) -> Int32
        guard let symbol = dlsym(nil, "unshare") else { return -1 }
        let newNetwork: Int32 = 0x4000_0000  // CLONE_NEWNET
        // SAFETY: that is its signature, see unshare(2).
        return unsafeBitCast(symbol, to: Unshare.self)(newNetwork)
    }

    private static func bringUpLoopback() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        // struct ifreq: a name of 16 bytes, and the flags.
        var request = Array("lo".utf8) + [UInt8](repeating: 0, count: 38)
        request[16] = UInt8(IFF_UP | IFF_RUNNING)
        guard ioctl(descriptor, UInt(SIOCSIFFLAGS), &request) == 0 else { throw NotPermitted(code: errno) }
    }
}

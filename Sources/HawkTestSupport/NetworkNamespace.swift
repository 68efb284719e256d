import Foundation
import Glibc

/// A separate network with only a loopback device. Sockets opened in it stay in it, whichever thread uses them.
package enum NetworkNamespace {
    package struct NotPermitted: Error { let code: Int32 }

    /// Returns whether this process may create one, which requires root.
    package static func isPermitted() async -> Bool {
        do {
            try await self.onThread {}
            return true
        } catch {
            return false
        }
    }

    /// Runs `body` on a thread in a new namespace, where all users may open ping sockets and the kernel answers no IPv4 echoes.
    package static func open<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await self.onThread {
            try self.bringUpLoopback()
            try "0 2147483647".write(toFile: "/proc/sys/net/ipv4/ping_group_range", atomically: false, encoding: .utf8)
            try "1".write(toFile: "/proc/sys/net/ipv4/icmp_echo_ignore_all", atomically: false, encoding: .utf8)
            // Otherwise, errors of one router would come at most once a second.
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

    /// Moves the calling thread into a new network. Swift does not import this C function.
    private static func unshare() -> Int32 {
        typealias Unshare = @convention(c) (Int32) -> Int32
        guard let symbol = dlsym(nil, "unshare") else { return -1 }
        let newNetwork: Int32 = 0x4000_0000  // CLONE_NEWNET
        // SAFETY: this is its signature, see unshare(2).
        return unsafeBitCast(symbol, to: Unshare.self)(newNetwork)
    }

    private static func bringUpLoopback() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        // `struct ifreq`: a name of 16 bytes, and the flags.
        var request = Array("lo".utf8) + [UInt8](repeating: 0, count: 38)
        request[16] = UInt8(IFF_UP | IFF_RUNNING)
        guard ioctl(descriptor, UInt(SIOCSIFFLAGS), &request) == 0 else { throw NotPermitted(code: errno) }
    }
}

import Dispatch
import Glibc

/// A TCP client that sends exactly the given bytes, as no HTTP client would.
package final class RawClient: Sendable {
    private static let queue = DispatchQueue(label: "raw-clients", attributes: .concurrent)
    private let descriptor: Int32

    /// Connects to 127.0.0.1.
    /// - Parameter receiveBuffer: The socket's buffer in bytes. Nil for the system's default.
    package init(port: Int, receiveBuffer: Int32? = nil) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NeverHappened(what: "a socket: \(errno)", limit: .zero) }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // Longer than any test waits.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        // SAFETY: `connect` accepts a `sockaddr_in` as a `sockaddr`, and its size is passed.
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw NeverHappened(what: "a connection to port \(port): \(errno)", limit: .zero)
        }
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    package func send(_ text: String) {
        let bytes = Array(text.utf8)
        Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Returns the received text, up to one that contains `end`, or until the server closes.
    package func receive(until end: String? = nil) async -> String {
        await withCheckedContinuation { done in
            Self.queue.async {
                var text = ""
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while end.map({ !text.contains($0) }) ?? true {
                    let count = recv(self.descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    text += String(decoding: buffer[..<count], as: UTF8.self)
                }
                done.resume(returning: text)
            }
        }
    }
}

import Foundation
import Glibc
package import HawkNet
import NIOCore
import Synchronization

/// Answers IPv4 echo requests by a script, through a raw socket in its creator's network: for all of 127.0.0.0/8.
package final class ICMPTestPeer: Sendable {
    /// A received echo request.
    package struct Request: Sendable {
        /// Counts from 0.
        package let number: Int
        package let source: IPAddress
        package let target: IPAddress
        /// Includes the IP header.
        package let datagram: [UInt8]

        private var message: ArraySlice<UInt8> { self.datagram.dropFirst(20) }

        /// The regular reply of the target.
        package var reply: Answer { Answer(from: self.target, message: [0, 0, 0, 0] + self.message.dropFirst(4)) }

        /// Returns an error that quotes the request, up to a number of bytes.
        package func error(_ type: UInt8, _ code: UInt8, from router: IPAddress, quoting bytes: Int = .max) -> Answer {
            Answer(from: router, message: [type, code, 0, 0, 0, 0, 0, 0] + self.datagram.prefix(bytes))
        }
    }

    /// An ICMP message, with its checksum not computed yet, and its claimed sender.
    package struct Answer: Sendable {
        package var from: IPAddress
        package var message: [UInt8]
    }

    private let descriptor: Int32
    private let isStopped = Atomic(false)

    package init(_ script: @escaping @Sendable (Request) -> [Answer]) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(IPPROTO_ICMP))
        guard self.descriptor >= 0 else { throw NetworkNamespace.NotPermitted(code: errno) }
        var own: Int32 = 1
        setsockopt(self.descriptor, Int32(IPPROTO_IP), IP_HDRINCL, &own, socklen_t(MemoryLayout<Int32>.size))
        var timeout = timeval(tv_sec: 0, tv_usec: 100_000)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        Thread { [descriptor] in self.run(descriptor, script) }.start()
    }

    /// Ends the thread, which closes the socket.
    package func stop() { self.isStopped.store(true, ordering: .relaxed) }

    private func run(_ descriptor: Int32, _ script: (Request) -> [Answer]) {
        var number = 0
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !self.isStopped.load(ordering: .relaxed) {
            let length = recv(descriptor, &buffer, buffer.count, 0)
            guard length >= 28, buffer[20] == 8 else { continue }
            let request = Request(
                number: number, source: Self.address(buffer[12..<16]), target: Self.address(buffer[16..<20]),
                datagram: Array(buffer[..<length]))
            number += 1
            for answer in script(request) { Self.send(answer, to: request.source, on: descriptor) }
        }
        close(descriptor)
    }

    private static func send(_ answer: Answer, to destination: IPAddress, on descriptor: Int32) {
        var message = answer.message
        let sum = Self.checksum(message)
        (message[2], message[3]) = (UInt8(sum >> 8), UInt8(sum & 0xFF))
        let size = UInt16(20 + message.count)
        let header: [UInt8] = [0x45, 0, UInt8(size >> 8), UInt8(size & 0xFF), 0, 0, 0, 0, 64, 1, 0, 0]
        let datagram = header + Self.bytes(answer.from) + Self.bytes(destination) + message
        _ = destination.socketAddress(port: 0).withSockAddr { sendto(descriptor, datagram, datagram.count, 0, $0, socklen_t($1)) }
    }

    private static func address(_ bytes: ArraySlice<UInt8>) -> IPAddress { .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) }) }

    private static func bytes(_ address: IPAddress) -> [UInt8] {
        guard case .v4(let value) = address else { return [0, 0, 0, 0] }
        return withUnsafeBytes(of: value.bigEndian, Array.init)
    }

    private static func checksum(_ message: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for (index, byte) in message.enumerated() { sum += UInt32(byte) << (index % 2 == 0 ? 8 : 0) }
        while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}

package import Glibc
package import NIOCore

/// An IPv4 or IPv6 address without port and scope, in host byte order.
package enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    package enum Family: Hashable, Sendable { case v4, v6 }

    package var family: Family {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }

    /// Reads the usual notations. Nil for anything else, such as brackets, scopes (`%eth0`) and shortened IPv4 (`127.1`).
    package init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    package init(_ address: in_addr) { self = .v4(UInt32(bigEndian: address.s_addr)) }

    package init(_ address: in6_addr) {
        self = .v6(withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
    }

    /// Reads the address of a socket address. Nil for other families.
    package init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self.init(UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr)
        case AF_INET6:
            self.init(UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }

    /// Reads the address of a socket address. Nil for Unix domain sockets.
    package init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address): self.init(address.address.sin_addr)
        case .v6(let address): self.init(address.address.sin6_addr)
        case .unixDomainSocket: return nil
        }
    }

    /// Returns a socket address without its text, which NIO would otherwise create each time.
    package func socketAddress(port: Int) -> SocketAddress {
        switch self {
        case .v4(let value):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
            address.sin_addr.s_addr = value.bigEndian
            return SocketAddress(address, host: "")
        case .v6(let value):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = in_port_t(truncatingIfNeeded: port).bigEndian
            withUnsafeMutableBytes(of: &address.sin6_addr) { $0.storeBytes(of: value.bigEndian, as: UInt128.self) }
            return SocketAddress(address, host: "")
        }
    }

    /// `10.0.0.7:5432` or `[2001:db8::7]:5432`.
    package func description(port: Int) -> String {
        switch self {
        case .v4(let value): Self.text(of: value, port)
        case .v6: "[\(self)]:\(port)"
        }
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .v4(let value): Self.text(of: value)
        case .v6(let value):
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
                var bytes = value.bigEndian
                inet_ntop(AF_INET6, &bytes, text.baseAddress, socklen_t(text.count))
                return text.baseAddress.map { String(cString: $0) } ?? ""
            }
        }
    }

    /// Formats by hand, because every check formats addresses.
    private static func text(of value: UInt32, _ port: Int? = nil) -> String {
        String(unsafeUninitializedCapacity: port == nil ? 15 : 36) { text in
            var length = 0
            for place in 0..<4 {
                if place > 0 { text.append(UInt8(ascii: "."), at: &length) }
                text.append(decimal: UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(place))), at: &length)
            }
            if let port {
                text.append(UInt8(ascii: ":"), at: &length)
                text.append(decimal: port.magnitude, at: &length)
            }
            return length
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    fileprivate func append(_ byte: UInt8, at length: inout Int) {
        self[length] = byte
        length += 1
    }

    fileprivate func append(decimal number: some UnsignedInteger, at length: inout Int) {
        if number >= 10 { self.append(decimal: number / 10, at: &length) }
        self.append(UInt8(ascii: "0") + UInt8(number % 10), at: &length)
    }
}

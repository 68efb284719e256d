/// One command as it goes over the wire: https://redis.io/docs/latest/develop/reference/protocol-spec/
package struct RedisCommand: Sendable, Equatable {
    package enum Argument: Sendable {
        case text(String)
        case bytes([UInt8])
    }

    package let bytes: [UInt8]

    package init(_ arguments: [Argument]) {
        var bytes = Array("*\(arguments.count)\r\n".utf8)
        for argument in arguments {
            switch argument {
            case .text(let text):
                bytes += "$\(text.utf8.count)\r\n".utf8
                bytes += text.utf8
            case .bytes(let value):
                bytes += "$\(value.count)\r\n".utf8
                bytes += value
            }
            bytes += [0x0D, 0x0A]
        }
        self.bytes = bytes
    }
}

extension RedisCommand: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Argument...) { self.init(elements) }
}

extension RedisCommand.Argument: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .text("\(value)") }
}

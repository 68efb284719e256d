import CHiredis

/// The reply of the server to one command.
package indirect enum RedisReply: Sendable, Equatable {
    case null
    case integer(Int64)
    case bytes([UInt8])
    case status(String)
    case list([RedisReply])
    case failure(RedisFailure)

    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    package var list: [RedisReply]? { if case .list(let elements) = self { elements } else { nil } }
    package var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    package var failure: RedisFailure? { if case .failure(let failure) = self { failure } else { nil } }

    package var text: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    /// The reply as a flat list of names and values, which many commands return.
    package var fields: [String: RedisReply] {
        guard let list else { return [:] }
        var fields: [String: RedisReply] = [:]
        for index in stride(from: 0, to: list.count - 1, by: 2) {
            if let name = list[index].text { fields[name] = list[index + 1] }
        }
        return fields
    }
}

/// An error of the server for one command: `NOGROUP No such key …`.
package struct RedisFailure: Error, Sendable, Equatable {
    /// The first word.
    package let code: String
    package let message: String

    package init(_ text: String) {
        self.code = String(text.prefix { $0 != " " })
        self.message = text
    }

    /// The server currently serves no client: it is a replica, still loads its data, or lost its primary.
    var isAboutServer: Bool { ["READONLY", "LOADING", "MASTERDOWN"].contains(self.code) }

    /// The stream or its group is gone: the database was emptied, perhaps during a blocking read.
    var meansNoGroup: Bool { ["NOGROUP", "UNBLOCKED"].contains(self.code) || self.message.contains("no such key") }

    /// The server does not accept our credentials, or no longer does.
    var isAboutUs: Bool { ["NOAUTH", "WRONGPASS", "NOPERM", "DENIED"].contains(self.code) }
}

extension RedisReply {
    /// Copies what hiredis read.
    init(_ reply: UnsafePointer<redisReply>) {
        let reply = reply.pointee
        // SAFETY: `str` has `len` bytes and `element` has `elements` entries, all alive until the caller frees the reply.
        func text() -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
        }
        switch reply.type {
        case REDIS_REPLY_INTEGER: self = .integer(reply.integer)
        case REDIS_REPLY_STRING: self = .bytes(Array(text()))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: text(), as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .failure(RedisFailure(String(decoding: text(), as: UTF8.self)))
        case REDIS_REPLY_ARRAY:
            self = .list((0..<reply.elements).map { index in reply.element[index].map { RedisReply($0) } ?? .null })
        default: self = .null
        }
    }
}

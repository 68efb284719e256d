import Foundation
import HawkCore

/// One HTTP request to a service.
struct ServiceRequest: Equatable {
    enum Body: Equatable {
        case none
        /// `application/json`
        case json(JSONValue)
        /// `application/x-www-form-urlencoded`, in this order.
        case form([FormValue])
        /// Any bytes, with their content type.
        case bytes([UInt8], type: String)
    }

    struct FormValue: Equatable {
        let name: String
        let value: String
    }

    var method = "POST"
    var url: String
    var headers: [String: String] = [:]
    var body = Body.none

    /// - Parameter json: members that are null are left out.
    static func post(_ url: String, json: JSONValue, headers: [String: String] = [:]) -> ServiceRequest {
        ServiceRequest(url: url, headers: headers, body: .json(json.withoutNulls))
    }

    /// - Parameter form: fields that are nil are left out.
    static func post(
        _ url: String, form: KeyValuePairs<String, String?>, headers: [String: String] = [:]
    ) -> ServiceRequest {
        let values = form.compactMap { name, value in value.map { FormValue(name: name, value: $0) } }
        return ServiceRequest(url: url, headers: headers, body: .form(values))
    }
}

extension ServiceRequest.Body {
    /// The bytes, always the same for the same body, and their content type.
    var encoded: (bytes: [UInt8], type: String?) {
        switch self {
        case .none: ([], nil)
        case .json(let json): (json.sortedBytes, "application/json")
        case .form(let values):
            (
                Array(values.map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&").utf8),
                "application/x-www-form-urlencoded"
            )
        case .bytes(let bytes, let type): (bytes, type)
        }
    }
}

extension [String: String] {  // BOUNDED: by our own names
    static func bearer(_ token: String) -> [String: String] { ["Authorization": "Bearer \(token)"] }

    /// RFC 7617.
    static func basic(_ user: String, _ password: String) -> [String: String] {
        ["Authorization": "Basic \(Array("\(user):\(password)".utf8).base64)"]
    }
}

extension String {
    /// Returns the URL of a path below this one. Each segment is percent-encoded.
    func at(_ segments: String...) -> String {
        let base = self.utf8.last == UInt8(ascii: "/") ? String(self.dropLast()) : self
        return ([base] + segments.map(\.percentEncoded)).joined(separator: "/")
    }

    /// Returns the URL with further parameters in its query. Their values are percent-encoded.
    func adding(query: KeyValuePairs<String, String>) -> String {
        let parameters = query.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return self + (self.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + parameters
    }

    /// Everything except the unreserved characters of RFC 3986, section 2.3, as `%XX`.
    var percentEncoded: String {
        var encoded = ""
        for byte in self.utf8 {
            if Self.isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + [byte].hex(uppercase: true)
            }
        }
        return encoded
    }

    fileprivate var formEncoded: String { self.percentEncoded.replacing("%20", with: "+") }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension JSONValue {
    /// The first element of a list. Nil if there is none.
    var first: JSONValue? { if case .array(let elements) = self { elements.first } else { nil } }

    /// The value without members that are null, at any depth.
    var withoutNulls: JSONValue {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }

    /// The document with sorted members: the same value always has the same bytes.
    var sortedBytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // SAFETY: texts, finite numbers and null always encode.
        return Array(try! encoder.encode(self))
    }
}

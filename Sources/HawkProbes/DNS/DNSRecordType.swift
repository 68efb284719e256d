import HawkCore

/// The record types that can be queried.
package enum DNSRecordType: String, SettingChoice {
    case a = "A"
    case aaaa = "AAAA"
    case cname = "CNAME"
    case mx = "MX"
    case txt = "TXT"
    case ns = "NS"
    case srv = "SRV"
    case caa = "CAA"
    case soa = "SOA"
    case ptr = "PTR"

    /// The number in messages: RFC 1035 3.2.2, 3596, 2782, 8659.
    var number: UInt16 {
        switch self {
        case .a: 1
        case .ns: 2
        case .cname: 5
        case .soa: 6
        case .ptr: 12
        case .mx: 15
        case .txt: 16
        case .aaaa: 28
        case .srv: 33
        case .caa: 257
        }
    }

    init?(number: UInt16) {
        guard let type = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = type
    }

    /// The parts of its value, in order. They are read from messages and from expected values.
    var fields: [DNSField] {
        switch self {
        case .a: [.address(bytes: 4)]
        case .aaaa: [.address(bytes: 16)]
        case .cname, .ns, .ptr: [.name]
        case .mx: [.number(bytes: 2), .name]
        case .srv: [.number(bytes: 2), .number(bytes: 2), .number(bytes: 2), .name]
        case .soa: [.name, .name] + Array(repeating: .number(bytes: 4), count: 5)
        case .caa: [.number(bytes: 1), .tag, .quoted]
        case .txt: [.strings]
        }
    }

    /// An example of a value.
    var example: String {
        switch self {
        case .a: "192.0.2.7"
        case .aaaa: "2001:db8::7"
        case .cname, .ptr: "www.example.com"
        case .ns: "ns1.example.com"
        case .mx: "10 mail.example.com"
        case .srv: "10 60 5060 sip.example.com"
        case .soa: "ns1.example.com hostmaster.example.com * * * * *"
        case .caa: "0 issue \"letsencrypt.org\""
        case .txt: "v=spf1 -all"
        }
    }
}

/// One part of a record's value.
enum DNSField: Equatable {
    case address(bytes: Int)
    /// Possibly compressed.
    case name
    case number(bytes: Int)
    /// Its length, then letters and digits.
    case tag
    /// The rest, written in quotation marks.
    case quoted
    /// Strings of up to 255 bytes each that form one text.
    case strings
}

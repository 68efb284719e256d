package import HawkCore

/// One status or a range of them, written `200` or `200-299`.
package struct HTTPStatusRange: Sendable, Equatable {
    package static let success = HTTPStatusRange("200-299")

    private let text: String
    private let range: ClosedRange<Int>?

    package init(_ text: String) {
        self.text = text
        let bounds = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { part in
            part.utf8.count == 3 && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                ? Int(part) : nil
        }
        if let first = bounds[0], let last = bounds.last ?? nil, first >= 100, last <= 599, first <= last {
            self.range = first...last
        } else {
            self.range = nil
        }
    }

    package var isValid: Bool { self.range != nil }

    package func contains(_ status: Int) -> Bool { self.range?.contains(status) ?? false }
}

extension HTTPStatusRange: CustomStringConvertible {
    package var description: String { self.text }
}

extension HTTPStatusRange: SettingElement {
    package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    package var jsonValue: JSONValue { .string(self.text) }
}

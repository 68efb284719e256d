import HawkCore

/// A percentage that is never rounded up: 99.999% uptime does not become 100%.
struct Percent {
    let value: Double

    init(_ value: Double) { self.value = min(max(value, 0), 100) }

    /// With three decimals.
    var rounded: Double { (self.value * 1_000).rounded(.down) / 1_000 }

    /// With at most two decimals: `99.98%`, `100%`.
    var words: String {
        // A sum of binary fractions may be slightly less than the exact value.
        let hundredths = Int((self.value * 100 + 1e-7).rounded(.down))
        let fraction = hundredths % 100
        let whole = "\(hundredths / 100)"
        if fraction == 0 { return "\(whole)%" }
        let digits = fraction.padded(to: 2)
        return "\(whole).\(digits.hasSuffix("0") ? String(digits.dropLast()) : digits)%"
    }
}

package import HawkCore
import HawkNet

/// How to resolve and connect to a target: a part of the settings of each type that does so.
package struct DialOptions: DescribedSettings {
    package enum IPVersion: String, SettingChoice {
        case any
        case v4 = "4"
        case v6 = "6"

        /// Nil for either.
        var family: IPAddress.Family? {
            switch self {
            case .any: nil
            case .v4: .v4
            case .v6: .v6
            }
        }
    }

    package var ipVersion = IPVersion.any
    /// Whether DNS answers are cached for their lifetime. A confirmation always sends a new query.
    package var dnsCache = true

    package init() {}

    package static let settings = SettingList<DialOptions> {
        Setting(
            "ip_version", "IP version", \.ipVersion, help: "Any: tries both and uses the first that responds.")
        Setting(
            "dns_cache", "Cache DNS", \.dnsCache, help: "Off: every check queries the name servers. Retries always do.")
    }

    /// Returns the addresses of the chosen family.
    /// - Throws: `TargetFailure` with the reason `dns` if there are only others.
    func select(_ addresses: [IPAddress], of host: String) throws(TargetFailure) -> [IPAddress] {
        guard let family = self.ipVersion.family else { return addresses }
        let chosen = addresses.filter { $0.family == family }
        if chosen.isEmpty { throw TargetFailure(.dns, "\(host) has no IPv\(self.ipVersion.rawValue) address") }
        return chosen
    }
}

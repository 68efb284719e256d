import HawkCore
import HawkNet
import Hummingbird

/// The hosts that requests may name in `Host`.
///
/// A browser accepts any name that resolves to this server as an origin, even one that a page's author points here (DNS
/// rebinding). Only names chosen by the operator, and loopback, are answered. Addresses are answered too, because no DNS server
/// decides where they lead.
struct AcceptedHosts: Sendable {
    private let names: Set<HostName>
    private let publicURL: String
    /// The paths that are answered under any host.
    private let exempt: Set<String>  // BOUNDED: paths are ASCII

    /// - Parameter exempt: paths that orchestrators request under any name or address of a container.
    init(publicURL: String, further: [HostName], exempt: Set<String>) {  // BOUNDED: as above
        var names: Set<HostName> = Set(further + [HostName("localhost")].compactMap { $0 })
        if case .name(let name) = WebOrigin(publicURL)?.host { names.insert(name) }
        self.names = names
        self.publicURL = publicURL
        self.exempt = exempt
    }

    /// - Returns: nil if the request may be answered.
    func refusal(of request: Request, by client: Client) -> Problem? {
        if self.exempt.contains(request.uri.path) { return nil }
        guard let authority = client.authority else { return Problem(.badRequest, "the request has no host") }
        switch WebHost.parse(authority: authority)?.host {
        case .address: return nil
        case .name(let name) where self.names.contains(name): return nil
        case .name(let name):
            return self.misdirected(
                authority,
                "Set STATUSHAWK_PUBLIC_URL to the URL that users open, such as \(client.scheme)://\(authority), or add \(name) to STATUSHAWK_ALLOWED_HOSTS."
            )
        case nil: return self.misdirected(authority, "Set STATUSHAWK_PUBLIC_URL to the URL that users open.")
        }
    }

    private func misdirected(_ authority: String, _ remedy: String) -> Problem {
        let host = authority.shortened(toScalars: 100)
        return Problem(
            .misdirectedRequest, "the host '\(host)' is not accepted: this server's public URL is \(self.publicURL). \(remedy)")
    }
}

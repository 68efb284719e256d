import HawkCore
import HawkNet
import Hummingbird

/// The hosts that requests may name in `Host`.
///
/// A browser takes any name for its origin that leads here, also one that the page's author has moved here (DNS rebinding). So only
/// names that the operator chose, and loopback, are answered. Addresses are answered too: no name server decides where one leads.
struct AcceptedHosts: Sendable {
    private let names: Set<HostName>
    private let publicURL: String
    /// The paths that are answered under any name.
    private let exempt: Set<String>  // BOUNDED: paths are ASCII

    /// - Parameter exempt: what orchestrators ask for by the name or address that a container happens to have.
    init(publicURL: String, further: [HostName], exempt: Set<String>) {  // BOUNDED: as above
        var names: Set<HostName> = Set(further + [HostName("localhost")].compactMap { $0 })
        if case .name(let name) = WebOrigin(publicURL)?.host { names.insert(name) }
        self.names = names
        self.publicURL = publicURL
        self.exempt = exempt
    }

    /// - Returns: nil where the request is to be answered.
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
        let asked = authority.shortened(toScalars: 100)
        return Problem(
            .misdirectedRequest, "the host '\(asked)' is not accepted: this server's public URL is \(self.publicURL). \(remedy)")
    }
}

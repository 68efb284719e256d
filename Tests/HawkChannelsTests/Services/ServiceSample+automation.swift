import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let automation: [ChannelType: ServiceSample] = [
        GitHubChannel.type: ServiceSample(
            config: ["repository": "acme/shop", "token": "ghp_secret", "server_url": "https://api.github.com"],
            accepted: #"{"id":1,"number":1347,"state":"open"}"#),
        GitLabChannel.type: ServiceSample(
            config: ["server_url": "https://gitlab.com", "project": "acme/shop", "token": "glpat-secret"],
            accepted: #"{"id":76,"iid":6,"state":"opened"}"#),
    ]
}

import HawkCore

/// https://docs.github.com/en/rest/issues/issues
struct GitHubChannel: HTTPService {
    static let type = ChannelType(rawValue: "github")
    static let label = "GitHub issues"
    static let steps = [
        "Create a fine-grained access token for the repository.",
        "Give it read and write permission for issues.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(10_000))
    static let markup = Markup.markdown

    struct Settings: ChannelSettings {
        var repository = "", token = ""
        var serverURL = "https://api.github.com"

        static let settings = SettingList<Settings> {
            Setting("repository", "Repository", \.repository, .valid(problem), required: true, placeholder: "owner/name")
            Setting("token", "Access token", \.token, .token(), required: true, secret: true)
            Setting(
                "server_url", "API", \.serverURL, .webURL, kind: .url, secretBinding: .origin,
                help: "GitHub Enterprise Server: https://HOST/api/v3")
        }

        private static func problem(_ name: String) -> String? {
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && name.utf8.count <= 200 ? nil : "must be owner/name"
        }
    }

    /// One issue per incident: its start opens it, updates comment on it, and its end closes it.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let names = config.repository.split(separator: "/").map(String.init)
        let issues = config.serverURL.at("repos", names[0], names[1], "issues")
        let headers = ["Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"]
            .merging(.bearer(config.token)) { own, _ in own }
        let text: JSONValue = ["title": .string(alert.title), "body": .string(alert.text)]
        guard let number = alert.thread else { return .post(issues, json: text, headers: headers) }
        guard alert.isEnd else {
            return .post(issues.at(number, "comments"), json: ["body": .string(alert.text)], headers: headers)
        }
        var request = ServiceRequest.post(
            issues.at(number), json: text.merging(["state": "closed", "state_reason": "completed"]), headers: headers)
        request.method = "PATCH"
        return request
    }

    func reference(in answer: ServiceAnswer) -> String? {
        if case .int(let number) = answer.json["number"] { "\(number)" } else { nil }
    }
}

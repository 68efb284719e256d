import HawkCore

/// https://docs.gitlab.com/api/issues/
struct GitLabChannel: HTTPService {
    static let type = ChannelType(rawValue: "gitlab")
    static let label = "GitLab issues"
    static let steps = [
        "Create a project access token with the role Reporter and the scope `api`."
    ]
    static let limits = AlertLimits(title: .scalars(255), text: .scalars(10_000))
    static let markup = Markup.markdown

    struct Settings: ChannelSettings {
        var serverURL = "https://gitlab.com"
        var project = "", token = ""

        static let settings = SettingList<Settings> {
            Setting("server_url", "Server", \.serverURL, .webURL, kind: .url, secretBinding: .origin)
            Setting("project", "Project", \.project, .line(), required: true, placeholder: "group/name, or its ID")
            Setting("token", "Access token", \.token, .token(), required: true, secret: true)
        }
    }

    /// One issue per incident: its start opens it, updates comment on it, and its end closes it.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let issues = config.serverURL.at("api", "v4", "projects", config.project, "issues")
        let headers = ["PRIVATE-TOKEN": config.token]
        let text: JSONValue = ["title": .string(alert.title), "description": .string(alert.text)]
        guard let number = alert.thread else { return .post(issues, json: text, headers: headers) }
        guard alert.isEnd else {
            return .post(issues.at(number, "notes"), json: ["body": .string(alert.text)], headers: headers)
        }
        var request = ServiceRequest.post(issues.at(number), json: text.merging(["state_event": "close"]), headers: headers)
        request.method = "PUT"
        return request
    }

    func reference(in answer: ServiceAnswer) -> String? {
        if case .int(let number) = answer.json["iid"] { "\(number)" } else { nil }
    }
}

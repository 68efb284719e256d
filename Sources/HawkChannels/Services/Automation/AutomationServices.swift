/// Programs and issue trackers.
enum AutomationServices {
    static let all: [any HTTPService] = [
        GitHubChannel(),
        GitLabChannel(),
    ]
}

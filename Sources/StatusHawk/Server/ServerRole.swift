import ArgumentParser

/// What a server process does. `all` is the union of the others, by the same code.
enum ServerRole: String, CaseIterable, ExpressibleByArgument, Sendable {
    case all, api, scheduler, runner, notifier

    var summary: String {
        switch self {
        case .all: "every role in one process (the default)"
        case .api: "REST API, live events, public status pages"
        case .scheduler: "emits the tasks of all monitors; retention"
        case .runner: "checks targets and records the results"
        case .notifier: "plans and sends alerts"
        }
    }
}

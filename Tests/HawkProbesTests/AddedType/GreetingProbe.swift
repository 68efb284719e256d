import HawkCore
import HawkProbes

/// A monitor type as a contributor adds it: this file, and one line in a registry. It is always up.
final class GreetingProbe: Probe {
    static let type = MonitorType(rawValue: "greeting")
    static let label = "Greeting"
    static let summary = "Greets a server."
    static let targetField = FormField(
        "target", "Host and port", .text, required: true, secretBinding: .value, placeholder: "db.example.com:5432")

    static let export: ProbeExport = {
        var export = ProbeExport()
        export.modules = ["greeting_twice": ["times": 2]]
        export.samples = { _, target in [ProbeSample("probe_greeting_bytes", "Bytes", Double(target.utf8.count))] }
        return export
    }()

    struct Settings: MonitorSettings {
        enum Tone: String, SettingChoice { case warm, cold }

        var text = "hello"
        var times = 1
        var tone = Tone.warm
        var password: String?
        var dialOptions = DialOptions()

        static let settings = SettingList<Settings> {
            Setting("text", "Text", \.text, .bytes(1...100), help: "What to say.")
            Setting("times", "Times", \.times, .range(1...5))
            Setting("tone", "Tone", \.tone)
            Setting("password", "Password", \.password, secret: true)
            SettingsPart(\.dialOptions)
        }

        func validate() -> [FieldError] {
            self.tone == .cold && self.times > 1 ? [FieldError("times", "must be 1 with a cold tone")] : []
        }
    }

    private let settings: Settings

    init(_ target: HostAndPort, _ settings: Settings) { self.settings = settings }

    func observe(in attempt: Attempt) {
        attempt.end(.success(Observation(.up, latency: .milliseconds(Int64(self.settings.times)))))
    }
}

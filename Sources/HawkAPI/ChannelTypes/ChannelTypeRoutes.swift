import HawkChannels
import HawkCore
import Hummingbird

/// `/api/v1/channel-types`: every type with its form, so that clients can render it without knowing the type.
struct ChannelTypeRoutes {
    let types: ChannelRegistry

    func add(to routes: some RouterMethods<UserContext>) {
        routes.get("channel-types") { _, _ in Page(all: self.types.all.map(ChannelTypeBody.init)) }
    }
}

struct ChannelTypeBody: Encodable {
    private let type: ChannelType
    private let label: String
    private let group: ChannelGroup
    private let steps: [String]
    private let documentation: String
    private let config: [FormField]

    init(_ type: AnyChannelType) {
        self.type = type.type
        self.label = type.label
        self.group = type.group
        self.steps = type.steps
        self.documentation = type.documentation
        self.config = type.form
    }
}

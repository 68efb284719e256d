import HawkChannels
import HawkCore
import Testing

/// Everything that the program needs of a channel type follows from its file and its line in a registry.
@Suite struct AddedChannelTests {
    private let type: AnyChannelType

    init() throws {
        let registry = ChannelRegistry([AnyChannelType(PagerChannel(), in: ChannelInstallation(hasMailServer: false))])
        self.type = try #require(registry[PagerChannel.type])
    }

    private func errors(_ settings: JSONValue) -> [FieldError] {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(settings: settings) }
        return error?.errors ?? []
    }

    @Test func `the type has a form`() {
        #expect(
            self.type.form == [
                FormField("number", "Number", .text, required: true, secretBinding: .value, placeholder: "112"),
                FormField("urgency", "Urgency", .select, default: "high", options: ["low", "high"]),
                FormField("code", "Access code", .text, secret: true),
            ])
        #expect(self.type.secretNames == ["code"])
        #expect(self.type.documentation == "docs/channels/pager.md")
    }

    @Test func `settings are stored with their defaults, and without absent values`() throws {
        #expect(try self.type.normalise(settings: ["number": "112"]) == ["number": "112", "urgency": "high"])
    }

    @Test func `invalid settings are refused`() {
        #expect(self.errors([:]) == [FieldError("number", "is required")])
        #expect(self.errors(["number": "1"]) == [FieldError("number", "must be 3 to 15 bytes long")])
        #expect(self.errors(["number": "112", "urgency": "none"]) == [FieldError("urgency", "must be one of low, high")])
        #expect(self.errors(["number": "112", "volume": 2]) == [FieldError("volume", "is not a known field")])
    }

    @Test func `an alert is sent with the settings`() async throws {
        let config = try self.type.normalise(settings: ["number": "112", "urgency": "low"])
        let error = try await deliveryError { try await self.type.send(.test, config: config, in: .test()) }
        #expect(error.message == "112 is busy, urgency low" && error.retry == .later)
    }
}

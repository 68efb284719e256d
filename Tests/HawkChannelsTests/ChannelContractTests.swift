import Foundation
import HawkCore
import Testing

@testable import HawkChannels

/// The contract of every channel type in the registry.
@Suite struct ChannelContractTests {
    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `it has a documentation page that explains every field`(_ type: ChannelType) throws {
        let channel = try #require(ChannelRegistry.standard[type])
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: channel.documentation), encoding: .utf8)
        let words = page.split(separator: /\s+/).joined(separator: " ")
        for step in channel.steps { #expect(words.contains(step), "the page lacks the step: \(step)") }
        for field in channel.form { #expect(page.contains("`\(field.name)`"), "\(field.name) is not explained") }
    }

    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `its form has exactly the fields of its settings`(_ type: ChannelType) throws {
        let channel = try #require(ChannelRegistry.standard[type])
        let sample = try #require(ServiceSample.all[type]?.config)
        #expect(Set(channel.form.map(\.name)) == Set(try #require(sample.object).keys))
        #expect(try channel.normalise(settings: sample) == sample)
    }

    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `an empty required field is invalid, and named`(_ type: ChannelType) throws {
        let channel = try #require(ChannelRegistry.standard[type])
        let sample = try #require(ServiceSample.all[type]?.config)
        let required = channel.form.filter(\.required)
        #expect(!required.isEmpty)
        for field in required {
            for empty in [nil, .null, field.kind == .list ? [] : ""] as [JSONValue?] {
                var config = sample
                config[field.name] = empty
                let error = #expect(throws: OperationError.self) { try channel.normalise(settings: config) }
                #expect(error?.code == .invalid && error?.errors.map(\.field) == [field.name], "\(String(describing: empty))")
            }
        }
    }

    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `an unknown field and a wrong type are refused by name`(_ type: ChannelType) throws {
        let channel = try #require(ChannelRegistry.standard[type])
        var config = try #require(ServiceSample.all[type]?.config)
        config["misspelt"] = 1
        let unknown = try #require(throws: OperationError.self) { try channel.normalise(settings: config) }
        #expect(unknown.code == .malformed)
        #expect(unknown.errors == [FieldError("misspelt", "is not a known field")])
        let first = try #require(channel.form.first?.name)
        let wrong = try #require(throws: OperationError.self) { try channel.normalise(settings: .object([first: 5])) }
        #expect(wrong.code == .malformed)
        #expect(wrong.errors.first?.field == first)
    }

    @Test func `settings that became invalid break the channel without a crash`() async throws {
        let webhook = try #require(ChannelRegistry.standard[.webhook])
        let error = try await deliveryError { try await webhook.send(.test, config: ["nonsense": true], in: .test()) }
        #expect(error.retry == .never)
    }

    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `it declares which server gets its secrets`(_ type: ChannelType) throws {
        let form = try #require(ChannelRegistry.standard[type]).form
        // A secret that names no server goes to the server of another field, or to the service's own.
        #expect(form.filter { $0.kind == .url }.allSatisfy { $0.secretBinding == .origin || $0.secret })
        #expect(form.filter { $0.secretBinding == .origin }.allSatisfy { $0.kind == .url })
    }

    /// Names of accounts, keys and rooms that are useless without a secret.
    private static let identifiers: Set = [
        "access_key_id", "room_token", "routing_key", "auth_id", "account_sid", "api_key",
    ]

    @Test(arguments: ChannelRegistry.standard.all.map(\.type))
    func `a field with the name of a credential is a secret`(_ type: ChannelType) throws {
        for field in try #require(ChannelRegistry.standard[type]).form where !field.secret {
            let isCredential = ["token", "key", "secret", "password", "auth"].contains { field.name.contains($0) }
            #expect(!isCredential || Self.identifiers.contains(field.name), "\(type): \(field.name)")
        }
    }

    @Test func `secrets are marked as such`() {
        #expect(ChannelRegistry.standard[.email]?.secretNames == ["smtp_url"])
        #expect(ChannelRegistry.standard[.webhook]?.secretNames == ["secret", "headers"])
    }
}

import HawkCore
import Testing

@testable import HawkChannels

/// Answers with status 200 by which a service refuses an alert.
@Suite struct ServiceRefusalTests {
    @Test(
        arguments: [
            (DingTalkChannel.type, #"{"errcode":310000,"errmsg":"sign not match"}"#, .never),
            (DingTalkChannel.type, #"{"errcode":130101,"errmsg":"send too fast"}"#, .later),
            (FeishuChannel.type, #"{"code":19021,"msg":"sign match fail"}"#, .never),
            (FeishuChannel.type, #"{"code":11232,"msg":"frequency limited"}"#, .later),
            (WeComChannel.type, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, .never),
            (WeComChannel.type, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, .later),
            (SynologyChatChannel.type, #"{"error":{"code":404,"errors":"invalid token"},"success":false}"#, .never),
            (SynologyChatChannel.type, #"{"error":{"code":407,"errors":"create post too often"},"success":false}"#, .later),
        ] as [(ChannelType, String, DeliveryError.Retry)])
    func `a refusal with status 200 is an error`(_ type: ChannelType, _ body: String, _ retry: DeliveryError.Retry) throws {
        let service = try #require(ChannelRegistry.services.first { Swift.type(of: $0).type == type })
        let refusal = try #require(service.refusal(in: ServiceAnswer(status: 200, body: Array(body.utf8))))
        #expect(refusal.retry == retry, "\(refusal.words)")
    }

    @Test func `a signature is an HMAC-SHA256 in Base64`() {
        // As Python computes it: hmac.new(b"this is secret", b"1672531200000\nthis is secret", "sha256")
        let signature = "1672531200000\nthis is secret".signature(key: "this is secret")
        #expect(signature == "GHKOZf5eLkHHbu50Tf96dFh+Hq6tF90b9SzfEawjAuY=")
    }
}

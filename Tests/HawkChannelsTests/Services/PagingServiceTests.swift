import HawkCore
import Testing

@testable import HawkChannels

/// What the services have in common that open and end incidents.
@Suite struct PagingServiceTests {
    @Test func `the end of an incident has the key of its start, and is another request`() throws {
        for service in PagingServices.all {
            let type = Swift.type(of: service).type
            let config = try #require(ServiceSample.all[type]).config
            let (start, key) = try service.described(.sample(.incidentOpened), config)
            let (end, endKey) = try service.described(.sample(.incidentResolved), config)
            #expect(key == endKey)
            #expect(start.contains(key.suffix(8)) && end.contains(key.suffix(8)) && start != end, "\(type)")
            let (reminder, _) = try service.described(.sample(.incidentReminder), config)
            #expect(reminder.contains(key.suffix(8)), "\(type)")
        }
    }

    @Test func `Opsgenie gets the start as an alert, a comment as a note and the end as a close`() throws {
        let config = try OpsgenieChannel.Settings(validating: ["api_key": "k", "instance": "jira"])
        let urls = [AlertKind.incidentOpened, .incidentUpdated, .incidentResolved].map {
            OpsgenieChannel().request(for: ServiceAlert(.sample($0), OpsgenieChannel.self), with: config).url
        }
        let alerts = "https://api.atlassian.com/jsm/ops/integration/v2/alerts"
        let key = ServiceAlert(.sample(), OpsgenieChannel.self).incidentKey
        #expect(
            urls == [
                alerts, "\(alerts)/\(key)/notes?identifierType=alias", "\(alerts)/\(key)/close?identifierType=alias",
            ])
    }

    @Test(
        arguments: [
            (BarkChannel(), #"{"code":400,"message":"no such key"}"#, .never),
            (BarkChannel(), #"{"code":500,"message":"push failed"}"#, .later),
            (JoinChannel(), #"{"success":false,"userAuthError":true,"errorMessage":"invalid key"}"#, .never),
            (JoinChannel(), #"{"success":false,"errorMessage":"busy"}"#, .later),
            (PushDeerChannel(), #"{"code":0,"content":{"result":false}}"#, .never),
            (PushDeerChannel(), #"{"code":0,"content":{"result":[]}}"#, .never),
            (PushyChannel(), #"{"success":false,"error":"busy"}"#, .later),
            (ServerChanChannel(), #"{"code":40001,"message":"limit"}"#, .later),
            (SplunkOnCallChannel(), #"{"result":"failure","message":"bad key"}"#, .never),
            (FlashdutyChannel(), #"{"error":{"code":"InvalidParameter","message":"bad"}}"#, .never),
        ] as [(any HTTPService, String, DeliveryError.Retry)])
    func `a refusal with status 200 is recognized`(_ service: any HTTPService, _ body: String, _ retry: DeliveryError.Retry) {
        #expect(service.refusal(in: ServiceAnswer(status: 200, body: Array(body.utf8)))?.retry == retry)
    }

    @Test func `a key of ServerChan 3 selects the host of its user`() throws {
        let alert = ServiceAlert(.sample(), ServerChanChannel.self)
        let urls = try ["sctp12345tsecret", "SCT12345Tsecret"].map { key in
            ServerChanChannel().request(for: alert, with: try .init(validating: ["send_key": .string(key)])).url
        }
        #expect(
            urls == ["https://12345.push.ft07.com/send/sctp12345tsecret.send", "https://sctapi.ftqq.com/SCT12345Tsecret.send"])
    }

    @Test func `a body in CommonMark keeps its lines and shows markup as text`() {
        let alert = ServiceAlert(.sample(monitor: "*a* <b>"), IlertChannel.self)
        #expect(alert.markdownBody.contains(#"\*a\* \<b\>"#))
        #expect(alert.markdownBody.split(separator: "  \n").count == alert.body.split(separator: "\n").count)
    }
}

extension ServiceAlert {
    fileprivate init(_ message: AlertMessage, _ service: (some HTTPService).Type) {
        self.init(message, limits: service.limits, markup: service.markup, at: FixedClock().now)
    }
}

extension HTTPService {
    /// Returns the URL and the body of the request, and the incident's key.
    fileprivate func described(_ message: AlertMessage, _ config: JSONValue) throws -> (String, String) {
        let alert = ServiceAlert(message, Self.self)
        let request = self.request(for: alert, with: try Settings(validating: config))
        return ("\(request.url) \(String(decoding: request.body.encoded.bytes, as: UTF8.self))", alert.incidentKey)
    }
}

import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let paging: [ChannelType: ServiceSample] = [
        PagerDutyChannel.type: ServiceSample(
            config: ["routing_key": "0123456789abcdef0123456789abcdef", "region": "eu"],
            accepted: #"{"status":"success","message":"Event processed","dedup_key":"k"}"#)
    ]
}

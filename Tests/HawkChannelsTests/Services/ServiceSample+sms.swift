import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let sms: [ChannelType: ServiceSample] = [:]
}

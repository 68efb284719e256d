import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let automation: [ChannelType: ServiceSample] = [:]
}

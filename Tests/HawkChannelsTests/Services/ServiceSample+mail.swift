import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let mail: [ChannelType: ServiceSample] = [:]
}

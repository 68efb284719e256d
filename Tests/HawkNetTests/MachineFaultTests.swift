import Glibc
import HawkCore
import NIOCore
import Testing

@testable import HawkNet

/// Whether a system error is ours or the target's.
@Suite struct MachineFaultTests {
    private let endpoint = Endpoint(ip: .v4(0x7F00_0001), port: 5_432)

    private func verdict(_ codes: Int32..., at address: String? = nil) -> any Error {
        let endpoint = address.flatMap(IPAddress.init).map { Endpoint(ip: $0, port: 5_432) } ?? self.endpoint
        let failures = codes.map { ConnectFailure(endpoint, IOError(errnoCode: $0, reason: "connect")) }
        return ConnectFailure.verdict(failures, on: "db.test:5432")
    }

    @Test(arguments: [EMFILE, ENFILE, ENOMEM, ENOBUFS, EPERM, EACCES, EADDRNOTAVAIL, ENETDOWN, EIO])
    func `a lack of local resources is a runner fault, regardless of what else failed`(_ code: Int32) throws {
        for codes in [[code], [ECONNREFUSED, code], [code, ETIMEDOUT]] {
            let failures = codes.map { ConnectFailure(self.endpoint, IOError(errnoCode: $0, reason: "connect")) }
            let fault = try #require(ConnectFailure.verdict(failures, on: "db.test:5432") as? RunnerFault)
            #expect(fault.description.hasPrefix("cannot connect to 127.0.0.1:5432: "))
        }
    }

    @Test(arguments: [
        (ECONNREFUSED, Reason.refused), (ECONNRESET, .protocol), (ETIMEDOUT, .timeout), (EHOSTDOWN, .unreachable),
    ])
    func `a network error about the target is the target's fault`(_ code: Int32, _ reason: Reason) throws {
        #expect(try #require(self.verdict(code) as? TargetFailure).reason == reason)
    }

    @Test(arguments: [ENETUNREACH, EHOSTUNREACH])
    func `a missing route is the network's error if this machine has a route`(_ code: Int32) throws {
        // A machine always has a route to itself.
        #expect(try #require(self.verdict(code) as? TargetFailure).reason == .unreachable)
    }

    @Test func `over IPv6 a router may report that access is prohibited`() throws {
        #expect(try #require(self.verdict(EACCES, at: "::1") as? TargetFailure).reason == .unreachable)
    }

    @Test(arguments: [EMFILE, ENOMEM, ENOBUFS]) func `an exchange may end for lack of a local resource`(_ code: Int32) {
        let fault = MachineFault.found(in: IOError(errnoCode: code, reason: "read"), with: "shop.test")
        #expect(fault?.description.hasPrefix("the exchange with shop.test broke off: ") == true)
    }

    @Test func `a reset by the other side is not our fault`() {
        #expect(MachineFault.found(in: IOError(errnoCode: ECONNRESET, reason: "read"), with: "shop.test") == nil)
        #expect(MachineFault.found(in: ChannelError.inputClosed, with: "shop.test") == nil)
    }
}

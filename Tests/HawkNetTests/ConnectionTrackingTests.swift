import Foundation
import HawkCore
import HawkNet
import Testing

@Suite struct ConnectionTrackingTests {
    private func fault(_ count: String?, _ most: String?) throws -> String? {
        let directory = NSTemporaryDirectory() + "conntrack-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // the system removes it
        try count?.write(toFile: directory + "/nf_conntrack_count", atomically: false, encoding: .utf8)
        try most?.write(toFile: directory + "/nf_conntrack_max", atomically: false, encoding: .utf8)
        return ConnectionTracking.fault(in: directory)?.description
    }

    @Test func `a full table is our fault`() throws {
        #expect(try fault("65536\n", "65536\n")?.contains("as many connections as it may, 65536,") == true)
        #expect(try fault("65537\n", "65536\n") != nil)
    }

    @Test func `a table with room, none, or an unreadable one is not`() throws {
        #expect(try fault("65535\n", "65536\n") == nil)
        #expect(try fault("0\n", "0\n") == nil)
        #expect(try fault(nil, "65536\n") == nil)
        #expect(try fault("many", "65536\n") == nil)
        #expect(ConnectionTracking.fault(in: "/nowhere") == nil)
    }
}

import Foundation
import Glibc
import Synchronization

/// An independent name server, dnsmasq, with a small zone of all record types, on a free port of 127.0.0.1.
package final class NameServerProgram: Sendable {
    package struct Missing: Error, CustomStringConvertible {
        package let description = "these tests need Debian's package dnsmasq-base: run script/bootstrap test"
    }

    private static let configuration = """
        keep-in-foreground
        log-facility=-
        pid-file
        no-resolv
        no-hosts
        bind-interfaces
        listen-address=127.0.0.1
        auth-server=ns1.zone.test,127.0.0.1
        auth-zone=zone.test,192.0.2.0/24,2001:db8::/32
        auth-soa=2026112801,hostmaster.zone.test,7200,3600,1209600
        auth-sec-servers=ns2.zone.test
        auth-ttl=300
        host-record=www.zone.test,192.0.2.7,2001:db8::7
        cname=alias.zone.test,www.zone.test
        mx-host=zone.test,mail.zone.test,10
        mx-host=zone.test,backup.zone.test,20
        txt-record=zone.test,"v=spf1 include:_spf.zone.test -all"
        txt-record=key._domainkey.zone.test,"v=DKIM1; k=rsa; ","p=MIIB"
        srv-host=_sip._tcp.zone.test,sip.zone.test,5060,10,60
        caa-record=zone.test,0,issue,letsencrypt.org
        ptr-record=7.2.0.192.in-addr.arpa,www.zone.test

        """

    package let port: Int
    private let process: ProcessBox
    private let directory: URL

    // SAFETY: unchecked, because Foundation's Process is not Sendable; only `deinit` uses it, once.
    private final class ProcessBox: @unchecked Sendable {
        let process = Process()
    }

    package init() async throws {
        guard let program = ["/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"].first(where: FileManager.default.isExecutableFile) else {
            throw Missing()
        }
        // This port was just free for both transports.
        let spare = try await DNSTestServer([:])
        try await spare.close()
        self.port = spare.port
        self.directory = FileManager.default.temporaryDirectory.appending(path: "statushawk-dns-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        let file = self.directory.appending(path: "dnsmasq.conf")
        let many = (1...100).map { "host-record=many.zone.test,192.0.2.\($0)\n" }.joined()
        let user = "user=\(NSUserName())\n"
        try "\(Self.configuration)port=\(self.port)\n\(user)\(many)".write(to: file, atomically: true, encoding: .utf8)
        self.process = ProcessBox()
        // dnsmasq closes inherited descriptors, which Foundation takes for its end. `timeout` between them keeps its descriptors,
        // and ends dnsmasq if the tests cannot.
        self.process.process.executableURL = URL(filePath: "/usr/bin/timeout")
        self.process.process.arguments = ["--signal=KILL", "300", program, "--conf-file=\(file.path)"]
        self.process.process.standardError = FileHandle.nullDevice
        self.process.process.standardOutput = FileHandle.nullDevice
        try self.process.process.run()
    }

    deinit {
        // `timeout` leads its own process group. SIGKILL, because both may have inherited a mask that blocks other signals.
        kill(-self.process.process.processIdentifier, SIGKILL)
        // A directory left in the temporary directory is harmless.
        try? FileManager.default.removeItem(at: self.directory)
    }
}

import Foundation
import NIOCore
import NIOPosix

/// A real nginx with HTTPS and HTTP/2 on a free port of 127.0.0.1. `/` is small. `/large` has 100 KB, ends with "the end", and is
/// compressed by gzip in chunks if the client accepts that.
package final class NginxTestServer: Sendable {
    package let port: Int
    private let process: Process
    private let directory: URL

    package init(identity: TestIdentity) async throws {
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("hawk-nginx-\(UUID())")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        self.port = try await Self.sparePort()
        let files = [
            "server.crt": identity.certificatePEM, "server.key": identity.keyPEM, "index.html": "ok",
            "large": String(repeating: "x", count: 100_000) + "the end",
            "nginx.conf": Self.configuration(self.directory.path, self.port),
        ]
        for (name, text) in files {
            try text.write(to: self.directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        self.process = Process()
        self.process.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
        self.process.arguments = ["-e", "stderr", "-p", self.directory.path, "-c", self.directory.path + "/nginx.conf"]
        self.process.standardError = FileHandle.nullDevice
        try self.process.run()
        try await self.waitUntilItAccepts()
    }

    deinit {
        self.process.terminate()
        // The system cleans up a directory that remains.
        try? FileManager.default.removeItem(at: self.directory)
    }

    private func waitUntilItAccepts() async throws {
        try await eventually("nginx accepts") {
            guard self.process.isRunning else { throw NginxEnded() }
            let connection = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: self.port).get()
            try await connection?.close()
            return connection != nil
        }
    }

    private static func sparePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    private static func configuration(_ directory: String, _ port: Int) -> String {
        """
        daemon off;
        worker_processes 1;
        pid \(directory)/nginx.pid;
        events { worker_connections 64; }
        http {
            access_log off;
            gzip on;
            gzip_types text/plain;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate \(directory)/server.crt;
                ssl_certificate_key \(directory)/server.key;
                root \(directory);
            }
        }
        """
    }
}

private struct NginxEnded: Error {}

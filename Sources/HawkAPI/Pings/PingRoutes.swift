import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird
import NIOCore

/// `/ping/{uuid}` and its suffixes, compatible with Healthchecks, including its headers. Open to anyone who knows the UUID. There
/// is no session, so no origin check is needed.
struct PingRoutes {
    let intake: PingIntake

    func add(to routes: some RouterMethods<AppContext>) {
        routes.get("ping/{uuid}", use: self.receive)
        routes.post("ping/{uuid}", use: self.receive)
        routes.get("ping/{uuid}/{signal}", use: self.receive)
        routes.post("ping/{uuid}/{signal}", use: self.receive)
    }

    @Sendable private func receive(_ request: Request, context: AppContext) async throws -> Response {
        guard let key = context.parameters.get("uuid").flatMap({ PingKey($0) }) else { throw OperationError.notFound }
        let (kind, exitStatus) = try Self.signal(context.parameters.get("signal"))
        let run = try QueryParameters(request.uri.query).value("rid", as: RunID.self, expected: "a UUID")
        let body = try await request.bodyStart(upTo: Ping.bodyLimit)
        let ping = Ping(
            kind, exitStatus: exitStatus, run: run, body: body, sender: context.client.address.map(String.init(describing:)))
        try await self.intake.receive(ping, for: key)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8", .pingBodyLimit: String(Ping.bodyLimit),
                .accessControlAllowOrigin: "*",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "OK")))
    }

    /// Parses the part after the UUID: a word or an exit status.
    static func signal(_ text: String?) throws(OperationError) -> (Ping.Kind, exitStatus: Int?) {
        switch text {
        case nil: return (.success, nil)
        case "start": return (.start, nil)
        case "fail": return (.fail, nil)
        case "log": return (.log, nil)
        case let digits? where digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains):
            guard let status = UInt8(digits) else { throw OperationError(.malformed, "the exit status must be from 0 to 255") }
            return (status == 0 ? .success : .fail, Int(status))
        default: throw .notFound
        }
    }
}

extension HTTPField.Name {
    /// Shows the client how much of a body is stored.
    fileprivate static let pingBodyLimit = Self("Ping-Body-Limit")!  // SAFETY: a literal token
}

extension Request {
    /// How much of a body is read beyond what is stored, so that the client has sent it when the response arrives. The server
    /// discards the rest automatically.
    private static let maxDrainedBytes = 1 << 20

    /// Returns the start of the body as text. Nil if there is none.
    fileprivate func bodyStart(upTo limit: Int) async throws -> String? {
        var start: [UInt8] = []
        var read = 0
        for try await buffer in self.body {
            start += buffer.readableBytesView.prefix(limit - start.count)
            read += buffer.readableBytes
            if read > Self.maxDrainedBytes { break }
        }
        return start.isEmpty ? nil : String(decoding: start, as: UTF8.self)
    }
}

import Foundation
import HawkCore
import NIOHTTP1

/// One request of a check: the first, or the one that a redirect makes of it.
struct HTTPRequest {
    private static let userAgent = "StatusHawk/\(StatusHawkVersion.current)"

    let target: HTTPTarget
    private(set) var method: HTTPMethod
    private(set) var headers: HTTPHeaders
    private(set) var body: [UInt8]?
    /// Names of headers that only the first origin may see.
    private let confidential: [String]

    init(_ target: HTTPTarget, _ settings: HTTPSettings) {
        self.target = target
        self.method = HTTPMethod(rawValue: settings.method.rawValue)
        self.body = settings.body.map { Array($0.utf8) }
        var headers: HTTPHeaders = ["Host": target.authority, "User-Agent": Self.userAgent, "Accept": "*/*"]
        for (name, value) in settings.headers { headers.replaceOrAdd(name: name, value: value) }
        for (name, value) in settings.secretHeaders { headers.replaceOrAdd(name: name, value: value) }
        if let authorization = settings.authorization { headers.replaceOrAdd(name: "Authorization", value: authorization) }
        headers.add(name: "Connection", value: "close")
        self.headers = headers
        self.confidential = Array(settings.secretHeaders.keys)
    }

    private init(_ previous: HTTPRequest, target: HTTPTarget) {
        self.target = target
        self.method = previous.method
        self.headers = previous.headers
        self.body = previous.body
        self.confidential = previous.confidential
    }

    /// The head as it goes on the wire.
    var head: HTTPRequestHead {
        var headers = self.headers
        if let body = self.body {
            headers.add(name: "Content-Length", value: "\(body.count)")
        } else if [.POST, .PUT, .PATCH].contains(self.method) {
            headers.add(name: "Content-Length", value: "0")
        }
        return HTTPRequestHead(version: .http1_1, method: self.method, uri: self.target.path, headers: headers)
    }

    /// The request that a redirect asks for (RFC 9110, section 15.4). Another origin sees no secret.
    func following(_ target: HTTPTarget, status: Int) -> HTTPRequest {
        var next = HTTPRequest(self, target: target)
        if status == 303 && self.method != .HEAD || [301, 302].contains(status) && self.method == .POST {
            next.method = .GET
            next.body = nil
        }
        if !target.hasSameOrigin(as: self.target) {
            for name in self.confidential + ["Authorization", "Cookie", "Host"] { next.headers.remove(name: name) }
            next.headers.add(name: "Host", value: target.authority)
        }
        return next
    }
}

extension HTTPSettings {
    /// RFC 7617 and RFC 6750.
    var authorization: String? {
        if let username = self.username {
            return "Basic " + Data("\(username):\(self.password ?? "")".utf8).base64EncodedString()
        }
        return self.bearerToken.map { "Bearer \($0)" }
    }

    /// What must not appear in evidence and messages, even if a target sends it back.
    var secrets: [String] {
        [self.password, self.bearerToken, self.authorization].compactMap { $0 } + self.secretHeaders.values + self.tls.secrets
    }
}

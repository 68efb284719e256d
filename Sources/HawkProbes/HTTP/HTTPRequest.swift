import Foundation
import HawkCore
import NIOHTTP1

/// One request of a check: the first, or the one that a redirect makes of it.
struct HTTPRequest {
    private static let userAgent = "StatusHawk/\(StatusHawkVersion.current)"

    static let cacheBuster = "statushawk"

    let target: HTTPTarget
    private(set) var method: HTTPMethod
    private(set) var headers: HTTPHeaders
    private(set) var body: [UInt8]?
    /// Added to the query of the first request; a place that a server names is asked as it is.
    private let addition: String?
    /// Names of headers that only the first origin may see.
    private let confidential: [String]

    init(_ target: HTTPTarget, _ settings: HTTPSettings) {
        self.target = target
        self.method = HTTPMethod(rawValue: settings.method)
        self.body = settings.body.map { Array($0.utf8) }
        var headers: HTTPHeaders = [
            "Host": target.authority, "User-Agent": Self.userAgent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate",
        ]
        for (name, value) in settings.headers { headers.replaceOrAdd(name: name, value: value) }
        for (name, value) in settings.secretHeaders { headers.replaceOrAdd(name: name, value: value) }
        if let authorization = settings.authorization { headers.replaceOrAdd(name: "Authorization", value: authorization) }
        headers.add(name: "Connection", value: "close")
        self.headers = headers
        self.confidential = Array(settings.secretHeaders.keys)
        self.addition =
            settings.cacheBuster ? "\(Self.cacheBuster)=" + String(UInt64.random(in: 0...UInt64.max), radix: 16) : nil
    }

    private init(_ previous: HTTPRequest, target: HTTPTarget) {
        self.target = target
        self.method = previous.method
        self.headers = previous.headers
        self.body = previous.body
        self.confidential = previous.confidential
        self.addition = nil
    }

    /// The head as it goes on the wire.
    var head: HTTPRequestHead {
        var headers = self.headers
        if let body = self.body {
            headers.add(name: "Content-Length", value: "\(body.count)")
        } else if [.POST, .PUT, .PATCH].contains(self.method) {
            headers.add(name: "Content-Length", value: "0")
        }
        return HTTPRequestHead(version: .http1_1, method: self.method, uri: self.uri, headers: headers)
    }

    private var uri: String {
        guard let addition = self.addition else { return self.target.path }
        return self.target.path + (self.target.path.contains("?") ? "&" : "?") + addition
    }

    /// The request that a redirect asks for (RFC 9110, section 15.4). Another origin sees no secret, and no body: it may hold some.
    /// - Throws: why the place cannot be asked.
    func following(_ location: String, status: Int) throws(InvalidTarget) -> HTTPRequest {
        let target = try self.target.following(location)
        var next = HTTPRequest(self, target: target)
        if status == 303 && self.method != .HEAD || [301, 302].contains(status) && self.method == .POST {
            next.method = .GET
            next.body = nil
        }
        if !target.hasSameOrigin(as: self.target) {
            guard next.body == nil else {
                throw InvalidTarget("is of another origin, \(target.authority), which the body is not sent to")
            }
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
        // The credentials also without the name of the scheme.
        let credentials = self.authorization.map { String($0.drop { $0 != " " }.dropFirst()) }
        return [self.password, self.bearerToken, self.authorization, credentials].compactMap { $0 } + self.secretHeaders.values
            + self.tls.secrets
    }
}

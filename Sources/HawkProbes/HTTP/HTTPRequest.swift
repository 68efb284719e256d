import Foundation
import HawkCore
import NIOHTTP1

/// A request of a monitor, created once for all its checks, or the request after a redirect.
final class HTTPRequest: Sendable {
    private static let userAgent = "StatusHawk/\(StatusHawkVersion.current)"

    static let cacheBuster = "statushawk"

    let target: HTTPTarget
    let body: [UInt8]?
    private let method: HTTPMethod
    private let headers: HTTPHeaders
    /// Whether a random parameter is added to the query. A URL from a redirect stays unchanged.
    private let isRandomised: Bool
    /// Names of headers that only the first origin may receive.
    private let confidential: [String]
    private let fixedHead: HTTPRequestHead
    /// The cookies that redirects of this check have set.
    private let cookies: CookieJar

    init(_ target: HTTPTarget, _ settings: HTTPSettings) {
        self.target = target
        self.method = HTTPMethod(rawValue: settings.method)
        self.body = (settings.secretBody ?? settings.body).map { Array($0.utf8) }
        var headers: HTTPHeaders = [
            "Host": target.authority, "User-Agent": Self.userAgent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate",
        ]
        for (name, value) in settings.headers { headers.replaceOrAdd(name: name, value: value) }
        for (name, value) in settings.secretHeaders { headers.replaceOrAdd(name: name, value: value) }
        if let authorization = settings.authorization { headers.replaceOrAdd(name: "Authorization", value: authorization) }
        headers.add(name: "Connection", value: "close")
        self.headers = headers
        self.confidential = Array(settings.secretHeaders.keys)
        self.isRandomised = settings.cacheBuster
        self.cookies = CookieJar()
        self.fixedHead = Self.head(self.method, target.path, headers, self.body)
    }

    private init(
        following previous: HTTPRequest, to target: HTTPTarget, _ method: HTTPMethod, _ headers: HTTPHeaders, _ body: [UInt8]?,
        _ cookies: CookieJar
    ) {
        self.target = target
        self.method = method
        self.headers = headers
        self.body = body
        self.confidential = previous.confidential
        self.isRandomised = false
        self.cookies = cookies
        var sent = headers
        if let line = cookies.line(for: target, beside: headers["cookie"]) { sent.replaceOrAdd(name: "Cookie", value: line) }
        self.fixedHead = Self.head(method, target.path, sent, body)
    }

    /// Whether the response has no body, regardless of what its headers say.
    var isHead: Bool { self.method == .HEAD }

    /// The head that is sent.
    var head: HTTPRequestHead {
        var head = self.fixedHead
        if self.isRandomised {
            let addition = "\(Self.cacheBuster)=" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
            head.uri += (head.uri.contains("?") ? "&" : "?") + addition
        }
        return head
    }

    private static func head(_ method: HTTPMethod, _ path: String, _ headers: HTTPHeaders, _ body: [UInt8]?) -> HTTPRequestHead {
        var headers = headers
        if let body {
            headers.add(name: "Content-Length", value: "\(body.count)")
        } else if [.POST, .PUT, .PATCH].contains(method) {
            headers.add(name: "Content-Length", value: "0")
        }
        return HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
    }

    /// Returns the request after a redirect (RFC 9110, section 15.4). Another origin gets no secrets, and no body, which may
    /// contain some.
    /// - Parameter cookies: the values of `Set-Cookie` in the response.
    /// - Throws: the reason why the location cannot be requested.
    func following(_ location: String, status: Int, cookies: [String] = []) throws(InvalidTarget) -> HTTPRequest {
        let target = try self.target.following(location)
        let becomesGET = status == 303 && self.method != .HEAD || [301, 302].contains(status) && self.method == .POST
        let body = becomesGET ? nil : self.body
        var headers = self.headers
        if !target.hasSameOrigin(as: self.target) {
            guard body == nil else {
                throw InvalidTarget("has another origin, \(target.authority), to which the body is not sent")
            }
            for name in self.confidential + ["Authorization", "Cookie", "Host"] { headers.remove(name: name) }
            headers.add(name: "Host", value: target.authority)
        }
        var jar = self.cookies
        for cookie in cookies { jar.store(cookie, from: self.target) }
        return HTTPRequest(following: self, to: target, becomesGET ? .GET : self.method, headers, body, jar)
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

    /// The secrets that must not appear in evidence and messages, even if a target sends them back.
    var secrets: [String] {
        // Includes the credentials without the name of the scheme.
        let credentials = self.authorization.map { String($0.drop { $0 != " " }.dropFirst()) }
        return [self.password, self.bearerToken, self.authorization, credentials].compactMap { $0 } + self.secretHeaders.values
            + (self.secretBody.map(SecretText.parts) ?? []) + self.tls.secrets
    }
}

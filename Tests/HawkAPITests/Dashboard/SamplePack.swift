import Foundation
import NIOCore

@testable import HawkAPI

/// A small web.pack. Tests can damage it.
struct SamplePack {
    static let page = "<!doctype html><title>StatusHawk</title>"
    static let script = "console.log('hello')"
    static let icon = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    static let compressedPage = (gzip: "page in gzip", br: "page in br")
    static let compressedScript = "script in br"

    /// Replaces the page of the sample, in one coding.
    mutating func setPage(_ page: String) {
        let place = self.index.firstMatch(of: #/"identity":(\[0,\d+\]),"gzip":\[[^\]]*\],"br":\[[^\]]*\]/#)
        guard let place else { preconditionFailure("the index has no page") }
        let at = self.content.utf8.count
        self.index.replaceSubrange(place.range, with: "\"identity\":[\(at),\(page.utf8.count)]")
        self.content += page
    }

    /// The index, whose offsets count from the first byte of `content`.
    var index: String
    var content: String

    init() {
        let parts = [Self.page, Self.compressedPage.gzip, Self.compressedPage.br, Self.script, Self.compressedScript, Self.icon]
        var places: [String] = []
        var at = 0
        for part in parts {
            places.append("[\(at),\(part.utf8.count)]")
            at += part.utf8.count
        }
        self.content = parts.joined()
        self.index = """
            {"files":[
            {"path":"/index.html","type":"text/html; charset=utf-8","etag":"\\"page\\"","immutable":false,
             "encodings":{"identity":\(places[0]),"gzip":\(places[1]),"br":\(places[2])}},
            {"path":"/assets/app-ABCDEFGH.js","type":"text/javascript; charset=utf-8","etag":"\\"script\\"","immutable":true,
             "encodings":{"identity":\(places[3]),"br":\(places[4])}},
            {"path":"/favicon.svg","type":"image/svg+xml","etag":"\\"icon\\"","immutable":false,"encodings":{"identity":\(places[5])}}]}
            """
    }

    /// Returns the pack with a part of the index replaced.
    func replacing(_ part: String, by other: String) -> SamplePack {
        precondition(self.index.contains(part), "the index has no \(part)")
        var pack = self
        pack.index = self.index.replacingOccurrences(of: part, with: other)
        return pack
    }

    var bytes: ByteBuffer {
        var bytes = ByteBuffer(string: "HAWKWEB1")
        bytes.writeInteger(UInt32(self.index.utf8.count), endianness: .little)
        bytes.writeString(self.index)
        bytes.writeString(self.content)
        return bytes
    }

    var dashboard: Dashboard { get throws { Dashboard(try WebPack(self.bytes, named: "the sample")) } }
}

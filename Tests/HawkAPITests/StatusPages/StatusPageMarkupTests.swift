import Foundation
import HawkCore
import HawkEngine
import Testing

@testable import HawkAPI

@Suite struct StatusPageMarkupTests {
    private func html(_ source: PublicPage) -> String { StatusPageMarkup(view: StatusPageView(source)).html }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'\"\u{301} onmouseover=alert(1) x=\"", "&lt;b&gt;",
        "<\u{338}script>", "</title><script>", "{{{style}}}",
    ])
    func `no text that members enter becomes markup`(_ hostile: String) {
        let page = self.html(
            .sample(
                [.down], names: [hostile], title: hostile, description: hostile, sectionName: hostile,
                incidents: [.sample(cause: .manual, title: hostile, updates: [hostile])]))
        let harmless = self.html(
            .sample(
                [.down], names: ["x"], title: "x", description: "x", sectionName: "x",
                incidents: [.sample(cause: .manual, title: "x", updates: ["x"])]))
        let text = hostile.escapedForHTML
        #expect(page == harmless.replacing(">x<", with: ">\(text)<").replacing("– x<", with: "– \(text)<"))
        #expect(!page.contains("<script") && !page.contains("<img"))
    }

    @Test func `a component shows its state in words, its statistics and its history`() {
        let page = self.html(.sample([.degraded], names: ["Shop"]))
        #expect(page.contains("<h3>Shop</h3>"))
        #expect(page.contains("Degraded"))
        #expect(page.replacing("\u{A0}", with: " ").contains("99.99% uptime in 3 days · 98.5% coverage · 38 ms latency"))
        #expect(page.contains("3 days ago"))
        #expect(page.contains("<time datetime=\"2026-11-22T04:05:06.789Z\">22 Nov 2026, 04:05:06 UTC</time>"))
    }

    @Test func `a component younger than the page shows its start, and an outage its unmeasured time`() {
        var view = StatusPageView(.sample([.up], incidents: [.sample()]))
        view.sections[0].components[0].since = PublicPage.now - .days(1)
        view.incidents[0].unmeasured = .minutes(7)
        let page = StatusPageMarkup(view: view).html.replacing("\u{A0}", with: " ")
        #expect(page.contains("99.99% uptime since 21 Nov 2026 · "))
        #expect(page.contains(", ongoing for 12 min, 7 min without data"))
    }

    @Test func `the bars show each day, and their sum in one sentence`() {
        let bars = HistoryBars(days: StatusPageView(.sample([.up])).sections[0].components[0].days)
        #expect(bars.summary == "Last 3 days: outages on 1 of 2 days with data. Outages: 21 Nov 2026 for 10 min.")
        #expect(bars.html.contains("<i class=n title=\"20 Nov 2026: not monitored yet\"></i>"))
        #expect(bars.html.contains("<i class=d2 title=\"21 Nov 2026: 99.3%, down for 10 min\"></i>"))
        #expect(bars.html.contains("<i class=u title=\"22 Nov 2026: 100%\"></i>"))
    }

    @Test func `open incidents come first, past ones last`() throws {
        let page = self.html(
            .sample(
                [.down], names: ["Shop"],
                incidents: [.sample(), .sample(cause: .manual, title: "Old", resolvedAt: PublicPage.now - .minutes(2))]))
        let open = try #require(page.range(of: "Outage of Shop")?.lowerBound)
        let component = try #require(page.range(of: "<h3>Shop</h3>")?.lowerBound)
        let past = try #require(page.range(of: "<h3>Old</h3>")?.lowerBound)
        #expect(open < component && component < past)
        #expect(page.contains(", ongoing for 12 min"))
        #expect(page.contains(", for 10 min"))
    }
}

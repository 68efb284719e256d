import HawkCore
import Mustache

/// Renders a page as HTML: turns a view's values into text and passes them to the templates, which escape everything but our own
/// markup.
struct StatusPageMarkup {
    let view: StatusPageView

    var html: String {
        let tone = self.view.overall.tone
        let model = Page(
            theme: self.view.theme.rawValue, colorScheme: self.view.theme.colorScheme, title: self.view.title,
            description: self.view.description.isEmpty ? nil : self.view.description, slug: self.view.slug,
            headline: self.view.headline, tone: tone.rawValue, icon: StatusPageSymbols.icon(tone),
            style: StatusPageStyle.css, symbols: StatusPageSymbols.html, asOf: self.view.asOf.description,
            asOfWords: self.view.asOf.words, sections: self.sections, hasOpen: self.view.incidents.contains { $0.isOpen },
            open: self.view.incidents.filter(\.isOpen).map(self.incident),
            past: self.view.incidents.filter { !$0.isOpen }.map(self.incident))
        // SAFETY: the library has a template of this name, and a test renders it.
        return StatusPageTemplates.library.render(model, withTemplate: "page")!
    }

    private var sections: [Section] {
        self.view.sections.enumerated().map { index, section in
            Section(anchor: "section-\(index + 1)", name: section.name, components: section.components.map(self.component))
        }
    }

    private func component(_ component: StatusPageView.Component) -> Component {
        let days = self.view.historyDays
        return Component(
            name: component.name, tone: component.state.tone.rawValue, state: component.state.words,
            bars: HistoryBars(days: component.days).html, span: Self.span(days), narrowSpan: Self.span(min(days, 30)),
            figures: self.figures(component))
    }

    private static func span(_ days: Int) -> String { days == 1 ? "" : "\(days) days ago" }

    private func figures(_ component: StatusPageView.Component) -> String {
        guard let uptime = component.uptimePercent else { return "no data yet" }
        let days = self.view.historyDays
        let span = component.since.map { "since \($0.dateWords)" } ?? (days == 1 ? "today" : "in \(days) days")
        var figures = ["\(Percent(uptime).words) uptime \(span)"]
        if let coverage = component.coveragePercent { figures.append("\(Percent(coverage).words) coverage") }
        if let latency = component.latency { figures.append("\(Self.words(latency)) latency") }
        return figures.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: " · ")
    }

    private static func words(_ latency: Duration) -> String {
        let milliseconds = Double(latency.microseconds) / 1_000
        if milliseconds < 10 { return "\((milliseconds * 10).rounded() / 10) ms" }
        return milliseconds < 1_000 ? "\(Int(milliseconds.rounded())) ms" : "\((milliseconds / 100).rounded() / 10) s"
    }

    private func incident(_ incident: StatusPageView.PublicIncident) -> IncidentPart {
        let length = ((incident.resolvedAt ?? self.view.asOf) - incident.startedAt).words
        let gap = incident.unmeasured.flatMap { $0 >= .seconds(1) ? ", \($0.words) without data" : nil } ?? ""
        return IncidentPart(
            title: incident.title, isOpen: incident.isOpen, startedAt: incident.startedAt.description,
            startedAtWords: incident.startedAt.words,
            duration: (incident.isOpen ? ", ongoing for \(length)" : ", for \(length)") + gap,
            explanation: incident.explanation, hasUpdates: !incident.updates.isEmpty,
            updates: incident.updates.reversed().map {
                UpdatePart(at: $0.at.description, atWords: $0.at.words, status: $0.status.words, message: $0.message)
            })
    }
}

/// The values that the templates use.
extension StatusPageMarkup {
    private struct Page {
        let theme, colorScheme, title: String
        let description: String?
        let slug, headline, tone, icon, style, symbols, asOf, asOfWords: String
        let sections: [Section]
        let hasOpen: Bool
        let open, past: [IncidentPart]
    }

    private struct Section {
        let anchor, name: String
        let components: [Component]
    }

    private struct Component { let name, tone, state, bars, span, narrowSpan, figures: String }

    private struct IncidentPart {
        let title: String
        let isOpen: Bool
        let startedAt, startedAtWords, duration: String
        let explanation: String?
        let hasUpdates: Bool
        let updates: [UpdatePart]
    }

    private struct UpdatePart { let at, atWords, status, message: String }
}

extension StatusPageView.PublicIncident {
    fileprivate var isOpen: Bool { self.resolvedAt == nil }
}

import HawkCore

/// A component's days as a row of bars. Contains only our own markup, so the page inserts it unescaped.
///
/// The filled part of a bar shows the length of the outage, and days without data are hatched, so nothing depends on colour
/// alone. For assistive technology, the row is one image with a sentence, because ninety single values do not help.
struct HistoryBars {
    let days: [StatusPageView.Day]

    var html: String {
        var bars = ""
        bars.reserveCapacity(self.days.count * 48)
        for day in self.days { bars += "<i class=\(Self.look(day)) title=\"\(Self.words(day))\"></i>" }
        let dense = self.days.count > 90 ? " dense" : ""
        return "<div class=\"bars\(dense)\" role=\"img\" aria-label=\"\(self.summary)\">\(bars)</div>"
    }

    /// Describes the image: how many days had outages, and the latest of them.
    var summary: String {
        let outages = self.days.filter { $0.downtime > .zero }
        let measured = self.days.filter { $0.uptimePercent != nil }.count
        let span = self.days.count == 1 ? "Today" : "Last \(self.days.count) days"
        guard measured > 0 else { return "\(span): no data." }
        guard !outages.isEmpty else { return "\(span): no outage on \(measured) \(measured == 1 ? "day" : "days") with data." }
        let latest = outages.suffix(5).reversed().map { "\($0.start.dateWords) for \($0.downtime.words)" }
        let more = outages.count > 5 ? " Latest five" : " Outages"
        return "\(span): outages on \(outages.count) of \(measured) days with data."
            + "\(more): \(latest.joined(separator: ", "))."
    }

    private static func look(_ day: StatusPageView.Day) -> String {
        guard day.uptimePercent != nil else { return day.existed ? "g" : "n" }
        switch day.downtime {
        case ...Duration.zero: return "u"
        case ...Duration.minutes(5): return "d1"
        case ...Duration.hours(1): return "d2"
        case ...Duration.hours(6): return "d3"
        default: return "d4"
        }
    }

    private static func words(_ day: StatusPageView.Day) -> String {
        guard let uptime = day.uptimePercent else {
            return "\(day.start.dateWords): \(day.existed ? "no data" : "not monitored yet")"
        }
        let down = day.downtime > .zero ? ", down for \(day.downtime.words)" : ""
        return "\(day.start.dateWords): \(Percent(uptime).words)\(down)"
    }
}

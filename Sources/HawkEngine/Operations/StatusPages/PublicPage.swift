package import HawkCore

/// Everything that a public page is made from, as it stood at one instant. Who shows it leaves out what is not for the public.
package struct PublicPage: Sendable {
    package let page: StatusPage
    package let asOf: Instant
    /// The starts of the days that the page shows (UTC), oldest first; the last one is today.
    package let days: [Instant]
    /// Those of the page's components that exist.
    package let monitors: [ID<Monitor>: MonitorHistory]
    /// Open ones and those of the last two weeks, newest first.
    package let incidents: [IncidentHistory]

    package init(
        page: StatusPage, asOf: Instant, days: [Instant], monitors: [ID<Monitor>: MonitorHistory], incidents: [IncidentHistory]
    ) {
        self.page = page
        self.asOf = asOf
        self.days = days
        self.monitors = monitors
        self.incidents = incidents
    }

    package struct MonitorHistory: Sendable {
        package let status: MonitorStatus
        package let createdAt: Instant
        /// When the history begins that the page shows, where the monitor is younger than that; otherwise nil.
        package let since: Instant?
        /// By the start of the day; absent where there was no check.
        package let days: [Instant: Day]
        /// Over the whole history that the page shows.
        package let uptimePercent: Double?
        package let coveragePercent: Double?
        /// The median over the last 24 hours.
        package let latency: Duration?

        package init(
            status: MonitorStatus, createdAt: Instant, since: Instant? = nil, days: [Instant: Day], uptimePercent: Double?,
            coveragePercent: Double?, latency: Duration?
        ) {
            self.status = status
            self.createdAt = createdAt
            self.since = since
            self.days = days
            self.uptimePercent = uptimePercent
            self.coveragePercent = coveragePercent
            self.latency = latency
        }
    }

    /// One day of one monitor.
    package struct Day: Sendable, Equatable {
        /// nil: nothing was measured.
        package let uptimePercent: Double?
        /// As seen by one location, on the average.
        package let downtime: Duration

        package init(uptimePercent: Double?, downtime: Duration) {
            self.uptimePercent = uptimePercent
            self.downtime = downtime
        }
    }

    package struct IncidentHistory: Sendable {
        package let incident: Incident
        /// Those meant for the public, oldest first.
        package let updates: [IncidentUpdate]
        /// What was not measured of the outage; nil where it is none that checks found.
        package let unmeasured: Duration?

        package init(incident: Incident, updates: [IncidentUpdate], unmeasured: Duration? = nil) {
            self.incident = incident
            self.updates = updates
            self.unmeasured = unmeasured
        }
    }
}

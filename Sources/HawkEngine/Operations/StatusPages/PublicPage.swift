package import HawkCore

/// All data of a status page at one instant. The renderer leaves out what is not public.
package struct PublicPage: Sendable {
    package let page: StatusPage
    package let asOf: Instant
    /// The starts of the days that the page shows (UTC), oldest first; the last one is today.
    package let days: [Instant]
    /// The page's components that still exist.
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
        /// The start of the monitor's history, if later than that of the page. Otherwise nil.
        package let since: Instant?
        /// By the start of the day. Days without checks are absent.
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
        /// Nil if nothing was measured.
        package let uptimePercent: Double?
        /// The average per location.
        package let downtime: Duration

        package init(uptimePercent: Double?, downtime: Duration) {
            self.uptimePercent = uptimePercent
            self.downtime = downtime
        }
    }

    package struct IncidentHistory: Sendable {
        package let incident: Incident
        /// Public updates, oldest first.
        package let updates: [IncidentUpdate]
        /// The unmeasured part of the outage. Nil if the cause is not `check`.
        package let unmeasured: Duration?

        package init(incident: Incident, updates: [IncidentUpdate], unmeasured: Duration? = nil) {
            self.incident = incident
            self.updates = updates
            self.unmeasured = unmeasured
        }
    }
}

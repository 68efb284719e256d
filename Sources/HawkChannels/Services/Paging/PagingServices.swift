/// On-call schedules and escalation.
enum PagingServices {
    static let all: [any HTTPService] = [
        PagerDutyChannel(),
        OpsgenieChannel(),
        SplunkOnCallChannel(),
        IlertChannel(),
        GrafanaOnCallChannel(),
        GoAlertChannel(),
        IncidentIOChannel(),
        SquadcastChannel(),
        BetterStackChannel(),
        PagerTreeChannel(),
        FlashdutyChannel(),
        SpikeChannel(),
        SIGNL4Channel(),
    ]
}

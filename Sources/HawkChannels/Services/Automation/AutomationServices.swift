/// Programs and issue trackers.
enum AutomationServices {
    static let all: [any HTTPService] = [
        HomeAssistantChannel(),
        AlertmanagerChannel(),
        AppriseChannel(),
        AWSSNSChannel(),
        ServiceNowChannel(),
    ]
}

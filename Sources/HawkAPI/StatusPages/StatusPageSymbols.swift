/// The icons of a page, one for each tone, so that a state also has its own shape.
enum StatusPageSymbols {
    private static let ring = "<circle cx=\"12\" cy=\"12\" r=\"9\"/>"

    /// Defined once per page and used by `<use href="#ok">`.
    static let html: String = {
        let drawings = [
            ("ok", "\(ring)<path d=\"m8 12.4 2.7 2.7L16.2 9.5\"/>"),
            ("warn", "<path d=\"M12 4 2.8 20h18.4zM12 10v4.2M12 17.2v.1\"/>"),
            ("bad", "\(ring)<path d=\"m9 9 6 6m0-6-6 6\"/>"),
            ("info", "\(ring)<path d=\"M12 11.2V16M12 8v.1\"/>"),
            ("mute", "\(ring)<path d=\"M9.6 9.5a2.5 2.5 0 1 1 3.4 2.4c-.7.3-1 .8-1 1.5M12 16.5v.1\"/>"),
        ]
        let symbols = drawings.map { "<symbol id=\"\($0.0)\" viewBox=\"0 0 24 24\">\($0.1)</symbol>" }.joined()
        return "<svg class=\"symbols\" aria-hidden=\"true\">\(symbols)</svg>"
    }()

    /// The page's favicon: a dot in the colour of the overall status, as the content of a data URL.
    static func icon(_ tone: StatusPageTone) -> String {
        let colour = "%23\(tone.colour)"
        return
            "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='\(colour)'/%3E%3C/svg%3E"
    }
}

/// The look of a state: the name of its icon and of its colours in the stylesheet.
enum StatusPageTone: String {
    case ok, warn, bad, info, mute

    /// The colour of the favicon, visible on any background.
    var colour: String {
        switch self {
        case .ok: "2ba065"
        case .warn: "d98e04"
        case .bad: "d8393f"
        case .info: "3f7ae0"
        case .mute: "8a94a3"
        }
    }
}

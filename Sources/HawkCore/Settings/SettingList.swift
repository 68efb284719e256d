/// The settings of one type, in the order of the form.
package struct SettingList<Root: DescribedSettings>: Sendable {
    fileprivate(set) var all: [Setting<Root>] = []
    /// Return the errors that concern several settings of a part.
    fileprivate var partErrors: [@Sendable (Root) -> [FieldError]] = []

    fileprivate init() {}

    package init(@SettingListBuilder<Root> _ settings: () -> SettingList) { self = settings() }

    package var form: [FormField] { self.all.map(\.field) }

    /// Returns all errors by path, in the order of the form.
    package func errors(in root: Root) -> [FieldError] {
        self.all.flatMap { $0.errors(root) } + root.validate() + self.partErrors.flatMap { $0(root) }
    }
}

extension SettingList {
    /// Returns the secrets among the settings. No message may contain them.
    package func secrets(in root: Root) -> [Secret] {
        self.all.filter(\.field.secret).flatMap { setting -> [String] in
            switch setting.json(root) {
            case .string(let text): Self.recognizableParts(of: text)
            case .object(let members): members.values.compactMap(\.string)
            default: []
            }
        }.map(Secret.init)
    }

    /// A server may repeat the path of a secret URL without its host.
    private static func recognizableParts(of text: String) -> [String] {
        guard let scheme = text.firstRange(of: "://") else { return [text] }
        return [text, String(text[scheme.upperBound...].drop { $0 != "/" })]
    }
}

/// Settings that several types share. In JSON and in the form, they stand among the type's own.
package struct SettingsPart<Root: DescribedSettings>: Sendable {
    fileprivate var list = SettingList<Root>()

    package init<Part: DescribedSettings>(_ path: any WritableKeyPath<Root, Part> & Sendable) {
        self.list.all = Part.settings.all.map { Setting($0, of: path) }
        self.list.partErrors = [{ $0[keyPath: path].validate() }]
    }
}

@resultBuilder
package enum SettingListBuilder<Root: DescribedSettings> {
    package static func buildExpression(_ setting: Setting<Root>) -> SettingList<Root> {
        var list = SettingList<Root>()
        list.all = [setting]
        return list
    }

    package static func buildExpression(_ part: SettingsPart<Root>) -> SettingList<Root> { part.list }

    package static func buildBlock(_ lists: SettingList<Root>...) -> SettingList<Root> {
        var whole = SettingList<Root>()
        whole.all = lists.flatMap(\.all)
        whole.partErrors = lists.flatMap(\.partErrors)
        return whole
    }
}

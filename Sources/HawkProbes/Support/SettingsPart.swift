package import HawkCore

/// Members of `settings` that several types share. They are decoded from and encoded into the same object as the type's own.
package protocol SettingsPart: MonitorSettings {
    /// The fields of the members, in display order.
    static var form: [FormField] { get }
}

/// The version of this program.
package enum StatusHawkVersion {
    package static let current = "0.1.0"
}

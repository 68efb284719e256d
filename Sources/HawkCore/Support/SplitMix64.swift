/// The mixing function of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Unlike
/// `Hasher`, it is the same in every process and must never change, because slots depend on it.
package func splitMix64(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
}

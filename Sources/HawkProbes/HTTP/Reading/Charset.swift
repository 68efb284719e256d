import CLinux
import HawkCore

/// A character set of the web (WHATWG Encoding, section 4.2), except UTF-8.
struct Charset: Equatable {
    /// The name in glibc's iconv.
    let name: String

    private init(_ name: String) { self.name = name }

    static let windows1252 = Charset("CP1252")
    static let utf16LittleEndian = Charset("UTF-16LE")
    static let utf16BigEndian = Charset("UTF-16BE")

    private static let maxLabelLength = 40

    /// The meaning of a label.
    enum Label: Equatable {
        case utf8
        case other(Charset)

        /// - Returns: nil for an unknown label.
        init?(_ text: some StringProtocol) {
            guard text.utf8.count <= Charset.maxLabelLength else { return nil }
            let label = String(text).trimmed.lowercased()
            if Charset.utf8Labels.contains(label) {
                self = .utf8
            } else if let name = Charset.names[label] {
                self = .other(Charset(name))
            } else {
                return nil
            }
        }
    }

    /// BOUNDED: compared with labels of at most 40 bytes.
    private static let utf8Labels: Set<String> = [
        "utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8",
    ]

    /// BOUNDED: as above.
    private static let names: [String: String] = {
        var names: [String: String] = [:]  // BOUNDED: as above
        for (name, labels) in Self.table { for label in labels.split(separator: " ") { names[String(label)] = name } }
        // Labels with a regular form.
        for part in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16] {
            for label in ["iso-8859-\(part)", "iso8859-\(part)", "iso8859\(part)", "iso_8859-\(part)"] {
                names[label] = "ISO-8859-\(part)"
            }
        }
        for part in 1_250...1_258 {
            for label in ["windows-\(part)", "cp\(part)", "x-cp\(part)"] { names[label] = "CP\(part)" }
        }
        return names
    }()

    private static let table: [(name: String, labels: String)] = [
        (
            "CP1252",
            "ansi_x3.4-1968 ascii us-ascii latin1 l1 cp819 ibm819 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 iso-ir-100 csisolatin1"
        ),
        ("CP1254", "iso-8859-9 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 iso-ir-148 latin5 l5 csisolatin5"),
        ("CP874", "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"),
        ("ISO-8859-2", "latin2 l2 csisolatin2 iso_8859-2:1987 iso-ir-101"),
        ("ISO-8859-3", "latin3 l3 csisolatin3 iso-ir-109"), ("ISO-8859-4", "latin4 l4 csisolatin4 iso-ir-110"),
        ("ISO-8859-5", "cyrillic csisolatincyrillic iso-ir-144"), ("ISO-8859-6", "arabic asmo-708 ecma-114 iso-ir-127"),
        ("ISO-8859-7", "greek greek8 ecma-118 elot_928 sun_eu_greek iso-ir-126"),
        ("ISO-8859-8", "hebrew visual iso-8859-8-i iso-8859-8-e logical iso-ir-138"),
        ("ISO-8859-10", "latin6 l6 csisolatin6 iso-ir-157"), ("ISO-8859-15", "latin9 l9 csisolatin9 iso_8859-15"),
        ("IBM866", "866 cp866 csibm866 ibm866"), ("KOI8-R", "koi koi8 koi8-r koi8_r cskoi8r"), ("KOI8-U", "koi8-u koi8-ru"),
        ("MACINTOSH", "macintosh mac x-mac-roman csmacintosh"), ("MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian"),
        (
            "GB18030",
            "gbk gb2312 gb_2312 gb_2312-80 gb18030 x-gbk chinese csgb2312 csiso58gb231280 iso-ir-58"
        ),
        ("BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"), ("EUC-JP-MS", "euc-jp x-euc-jp cseucpkdfmtjapanese"),
        ("ISO-2022-JP", "iso-2022-jp csiso2022jp"),
        ("CP932", "shift_jis shift-jis sjis x-sjis ms932 ms_kanji windows-31j csshiftjis"),
        ("CP949", "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cseuckr iso-ir-149"),
        ("UTF-16BE", "utf-16be unicodefffe"),
        ("UTF-16LE", "utf-16 utf-16le unicode ucs-2 unicodefeff csunicode iso-10646-ucs-2"),
    ]

    /// - Throws: if this machine lacks the character set.
    func decode(_ bytes: ArraySlice<UInt8>) throws(RunnerFault) -> [UInt8] {
        var state: Int32 = 0
        // No character of these sets needs more in UTF-8.
        let room = bytes.count * 3 + 16
        let text = [UInt8](unsafeUninitializedCapacity: room) { result, count in
            bytes.withUnsafeBufferPointer { bytes in
                var written: UInt64 = 0
                state = Int32(
                    hawk_decode(self.name, bytes.baseAddress, UInt64(bytes.count), result.baseAddress, UInt64(room), &written))
                count = Int(written)
            }
        }
        switch state {
        case Int32(HAWK_DECODED): return text
        case Int32(HAWK_UNKNOWN_CHARSET):
            throw RunnerFault("this machine cannot read text in \(self.name) (the conversions of glibc's iconv are missing)")
        default: throw RunnerFault("no memory is left to read text in \(self.name)")
        }
    }
}

// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// One set of settings for every Swift target. `script/test` turns warnings into errors; a user's build does not.
let strict = ProcessInfo.processInfo.environment["STATUSHAWK_WARNINGS_AS_ERRORS"] == "1"
let swift: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        // Not in release: over whole modules the compiler takes C's structures for those of whichever C module it read first,
        // and asks for an import of that.
        .enableUpcomingFeature("MemberImportVisibility", .when(configuration: .debug)),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2: Target.Dependency = .product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")

/// Packages that only other packages need, each at the version that was tested, so that no build fetches another one. A package that no
/// target names makes SwiftPM warn, so each is a dependency of the target that links or tests with it anyway.
let transitive: [(owner: String, name: String, version: Version, product: String, isForTests: Bool)] = [
    ("apple", "swift-algorithms", "1.2.1", "Algorithms", true),
    ("apple", "swift-async-algorithms", "1.1.4", "AsyncAlgorithms", false),
    ("apple", "swift-atomics", "1.3.0", "Atomics", false),
    ("apple", "swift-configuration", "1.4.0", "Configuration", false),
    ("apple", "swift-distributed-tracing", "1.7.3", "Tracing", false),
    ("apple", "swift-http-structured-headers", "1.7.0", "RawStructuredFieldValues", true),
    ("apple", "swift-metrics", "2.13.0", "Metrics", false),
    ("apple", "swift-nio-extras", "1.35.2", "NIOExtras", false),
    ("apple", "swift-nio-transport-services", "1.28.0", "NIOTransportServices", true),
    ("apple", "swift-numerics", "1.1.1", "RealModule", true),
    ("apple", "swift-service-context", "1.5.1", "ServiceContextModule", false),
    ("apple", "swift-system", "1.8.1", "SystemPackage", false),
    ("swift-server", "async-http-client", "1.37.0", "AsyncHTTPClient", true),
]

func transitiveProducts(forTests: Bool) -> [Target.Dependency] {
    transitive.filter { $0.isForTests == forTests }.map { .product(name: $0.product, package: $0.name) }
}

/// hiredis speaks TLS from 1.0 on; Debian 12 has an older one. Both headers are needed to ask for it.
let redisTLS = ["hiredis/hiredis_ssl.h", "openssl/ssl.h"].allSatisfy {
    FileManager.default.fileExists(atPath: "/usr/include/\($0)")
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["HawkTestSupport"], exclude: exclude, swiftSettings: swift)
}

let package = Package(
    name: "StatusHawk",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "statushawk", targets: ["StatusHawk"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ] + transitive.map { .package(url: "https://github.com/\($0.owner)/\($0.name).git", exact: $0.version) },
    targets: [
        // Thin C modules: they know nothing of StatusHawk.
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CDocs"),
        .target(
            name: "CHiredis", cSettings: redisTLS ? [.define("CHIREDIS_TLS")] : [],
            linkerSettings: (["hiredis"] + (redisTLS ? ["hiredis_ssl", "ssl", "crypto"] : [])).map { .linkedLibrary($0) }),
        .target(name: "CLinux"),
        .target(name: "CPCRE2", linkerSettings: [.linkedLibrary("pcre2-8")]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CWebAssets"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),

        library("HawkCore"),
        library("HawkNet", ["HawkCore", "CAres", "CLinux", nioCore, nioPosix, nioSSL, nioTLS, x509, asn1, crypto, logging]),
        library("HawkStore", ["HawkCore", "CPostgreSQL", grdb, logging]),
        library("HawkBroker", ["HawkCore", "CHiredis", logging]),
        library(
            "HawkProbes",
            ["HawkCore", "HawkNet", "CLinux", "CPCRE2", "CZlib", nioCore, nioPosix, nioHTTP1, nioHTTP2, nioSSL, nioTLS, logging]),
        library("HawkChannels", ["HawkCore", "HawkNet", "CCurl", crypto, logging]),
        library(
            "HawkEngine",
            [
                "HawkCore", "HawkNet", "HawkStore", "HawkBroker", "HawkProbes", "HawkChannels", nioCore, nioPosix, crypto,
                cryptoExtras, heap, lifecycle, logging,
            ]),
        library(
            "HawkAPI",
            [
                "HawkCore", "HawkNet", "HawkEngine", "HawkProbes", "HawkChannels", "CDocs", "CWebAssets", "CZlib", hummingbird,
                hummingbirdCore, httpTypes, mustache, nioCore, nioHTTP1, nioPosix, crypto, lifecycle, logging,
            ] + transitiveProducts(forTests: false)),
        .executableTarget(
            name: "StatusHawk",
            dependencies: [
                "HawkCore", "HawkNet", "HawkStore", "HawkBroker", "HawkProbes", "HawkChannels", "HawkEngine", "HawkAPI",
                arguments,
                lifecycle, logging, nioCore, nioPosix,
            ],
            swiftSettings: swift),

        library(
            "HawkTestSupport",
            [
                "HawkCore", "HawkNet", "HawkStore", "HawkBroker", "CPostgreSQL", nioCore, nioPosix, nioHTTP1, nioHTTP2, nioSSL,
                nioTLS, x509,
                asn1, crypto, logging,
            ]),
        tests("HawkCoreTests", ["HawkCore"]),
        tests("HawkNetTests", ["HawkNet", nioCore, nioPosix, nioEmbedded], exclude: ["Chains"]),
        tests("HawkStoreTests", ["HawkStore"]),
        tests("HawkBrokerTests", ["HawkBroker"]),
        tests(
            "HawkProbesTests", ["HawkProbes", "HawkNet", nioCore, nioPosix, nioHTTP1, logging],
            exclude: ["HTTP/Servers", "Servers"]),
        tests("HawkChannelsTests", ["HawkChannels", "HawkNet"], exclude: ["Servers"]),
        tests(
            "HawkEngineTests",
            [
                "HawkEngine", "HawkNet", "HawkStore", "HawkBroker", "HawkProbes", "HawkChannels", lifecycle, logging, nioCore,
                nioPosix,
            ]),
        tests(
            "HawkAPITests",
            [
                "HawkCore", "HawkNet", "HawkStore", "HawkBroker", "HawkProbes", "HawkChannels", "HawkEngine", "HawkAPI",
                hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"), httpTypes, lifecycle, logging, nioCore,
            ] + transitiveProducts(forTests: true)),
        tests("StatusHawkTests", ["StatusHawk", "HawkCore", "HawkEngine", "HawkProbes", "HawkStore"]),
        tests("EndToEndTests", ["HawkCore"]),
    ]
)

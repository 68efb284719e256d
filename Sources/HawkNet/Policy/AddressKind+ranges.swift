extension AddressKind {
    /// IANA's special-purpose address registries of both families (RFC 6890 and its updates), multicast, and cloud services
    /// within them. The first matching range decides, so exceptions stand before the range that contains them.
    static let ranges: [(kind: AddressKind, texts: [String])] = [
        (
            .cloudMetadata,
            [
                "169.254.169.254",  // nearly all: AWS, Google, Azure, Oracle, DigitalOcean, Hetzner, OpenStack, …
                "169.254.170.2", "169.254.170.23",  // credentials of ECS tasks and EKS pods
                "169.254.42.42", "169.254.0.23",  // Scaleway, Tencent
                "100.100.100.200", "168.63.129.16", "192.0.0.192",  // Alibaba, Azure's wire server, Oracle
                "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",  // AWS, EKS pods, Google
                "fd00:42::42", "fd00:a9fe:a9fe::1", "fe80::a9fe:a9fe",  // Scaleway, Akamai (Linode), OpenStack
            ]
        ),
        (.unspecified, ["0.0.0.0/8", "::"]),
        (.loopback, ["127.0.0.0/8", "::1"]),
        (.linkLocal, ["169.254.0.0/16", "fe80::/10"]),
        // Site-local addresses (RFC 3879) are deprecated, but some internal networks still use them.
        (.privateNetwork, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fec0::/10"]),
        (.shared, ["100.64.0.0/10"]),
        (.uniqueLocal, ["fc00::/7"]),
        (.multicast, ["224.0.0.0/4", "255.255.255.255", "ff00::/8"]),
        (.documentation, ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]),
        // Anycast services that have their own addresses within the reserved ranges below.
        (.global, ["192.0.0.9", "192.0.0.10", "2001:1::1", "2001:1::2", "2001:1::3"]),
        // Automatic multicast tunnelling, AS112, ORCHIDv2, drone identifiers: part of 2001::/23, but reachable.
        (.global, ["2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28"]),
        (
            .reserved,
            [
                "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4",  // IETF protocol assignments, benchmarking, future use
                "192.88.99.0/24",  // relays of 6to4 (RFC 7526: deprecated)
                "2001::/23",  // IETF protocol assignments: Teredo, benchmarking, the first ORCHIDs
                "5f00::/16",  // segment routing
            ]
        ),
        // Embedded IPv4, see `IPAddress.embeddedAddresses`: evaluated by the embedded address.
        (.global, ["::ffff:0:0/96", "64:ff9b::/96"]),
        // Global unicast. Addresses outside are unassigned, but overlay networks use them.
        (.global, ["2000::/3"]),
        (.reserved, ["::/0"]),
    ]
}

#define _GNU_SOURCE
#include "CLinux.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

// After <time.h>, whose timespec it needs.
#include <linux/errqueue.h>
#include <linux/sock_diag.h>

typedef union {
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} peer;

// Room for a time stamp and for an extended error with the address of the router that reported it.
typedef union {
    char bytes[256];
    struct cmsghdr alignment;
} control;

int hawk_prepare_echo_socket(int socket, int family) {
    int on = 1, room = 4 << 20;
    // As much as the kernel grants. Packets that it drops for lack of space are detected.
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0) return -1;
    if (family == AF_INET6) return setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
    return setsockopt(socket, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int hawk_send_batch(int socket, int family, const hawk_packet *packets, unsigned count) {
    struct mmsghdr messages[HAWK_BATCH];
    struct iovec parts[HAWK_BATCH];
    peer peers[HAWK_BATCH];
    if (count > HAWK_BATCH) count = HAWK_BATCH;
    memset(messages, 0, count * sizeof *messages);
    memset(peers, 0, count * sizeof *peers);
    for (unsigned i = 0; i < count; i++) {
        if (family == AF_INET6) {
            peers[i].v6.sin6_family = AF_INET6;
            memcpy(&peers[i].v6.sin6_addr, packets[i].address, 16);
        } else {
            peers[i].v4.sin_family = AF_INET;
            memcpy(&peers[i].v4.sin_addr, packets[i].address, 4);
        }
        parts[i] = (struct iovec){.iov_base = packets[i].bytes, .iov_len = packets[i].size};
        messages[i].msg_hdr.msg_name = &peers[i];
        messages[i].msg_hdr.msg_namelen = family == AF_INET6 ? sizeof peers[i].v6 : sizeof peers[i].v4;
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    return sendmmsg(socket, messages, count, MSG_DONTWAIT);
}

/// Copies the address of `from` in the format of a packet. Returns whether it has the family.
static int read_address(const struct sockaddr *from, int family, uint8_t *address) {
    if (from->sa_family != family) return 0;
    if (family == AF_INET6) memcpy(address, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
    else memcpy(address, &((const struct sockaddr_in *)from)->sin_addr, 4);
    return 1;
}

static void read_control(struct msghdr *message, int family, int64_t wall_lead, hawk_packet *packet) {
    for (struct cmsghdr *entry = CMSG_FIRSTHDR(message); entry; entry = CMSG_NXTHDR(message, entry)) {
        if (entry->cmsg_level == SOL_SOCKET && entry->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec stamp;
            memcpy(&stamp, CMSG_DATA(entry), sizeof stamp);
            packet->received_at = (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec - wall_lead;
        } else if ((entry->cmsg_level == IPPROTO_IP && entry->cmsg_type == IP_RECVERR)
                   || (entry->cmsg_level == IPPROTO_IPV6 && entry->cmsg_type == IPV6_RECVERR)) {
            struct {
                struct sock_extended_err error;
                peer offender;
            } told;
            size_t length = entry->cmsg_len - CMSG_LEN(0);
            memset(&told, 0, sizeof told);
            memcpy(&told, CMSG_DATA(entry), length < sizeof told ? length : sizeof told);
            if (told.error.ee_origin != SO_EE_ORIGIN_ICMP && told.error.ee_origin != SO_EE_ORIGIN_ICMP6) continue;
            packet->icmp_type = told.error.ee_type;
            packet->icmp_code = told.error.ee_code;
            packet->has_reporter = (uint8_t)read_address((const struct sockaddr *)&told.offender, family, packet->reporter);
        }
    }
}

int hawk_receive_batch(int socket, int family, int from_error_queue, hawk_packet *packets, unsigned count) {
    struct mmsghdr messages[HAWK_BATCH];
    struct iovec parts[HAWK_BATCH];
    peer peers[HAWK_BATCH];
    control controls[HAWK_BATCH];
    if (count > HAWK_BATCH) count = HAWK_BATCH;
    memset(messages, 0, count * sizeof *messages);
    for (unsigned i = 0; i < count; i++) {
        parts[i] = (struct iovec){.iov_base = packets[i].bytes, .iov_len = packets[i].size};
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &parts[i], .msg_iovlen = 1,
            .msg_control = controls[i].bytes, .msg_controllen = sizeof controls[i],
        };
    }
    int received = recvmmsg(socket, messages, count, MSG_DONTWAIT | (from_error_queue ? MSG_ERRQUEUE : 0), NULL);
    if (received <= 0) return received;
    // How far the clock of the time stamps is ahead of the monotonic clock now.
    int64_t wall_lead = nanoseconds(CLOCK_REALTIME) - nanoseconds(CLOCK_MONOTONIC);
    for (int i = 0; i < received; i++) {
        hawk_packet *packet = &packets[i];
        *packet = (hawk_packet){.bytes = packet->bytes, .size = messages[i].msg_len};
        // A packet without a peer belongs to no echo.
        if (messages[i].msg_hdr.msg_namelen == 0 || !read_address((const struct sockaddr *)&peers[i], family, packet->address))
            packet->size = 0;
        read_control(&messages[i].msg_hdr, family, wall_lead, packet);
    }
    return received;
}

int64_t hawk_dropped_packets(int socket) {
    uint32_t values[SK_MEMINFO_VARS];
    socklen_t length = sizeof values;
    memset(values, 0, sizeof values);
    if (getsockopt(socket, SOL_SOCKET, SO_MEMINFO, values, &length) != 0) return -1;
    return values[SK_MEMINFO_DROPS];
}

// The floor of `script/bench engine`: the cost of a check in the kernel alone, with a bare loop over epoll or one raw socket.
// floor http|tcp|icmp CHECKS IN_FLIGHT PORT: checks 127.0.0.1 to 127.0.0.16. Prints CPU and wall seconds; fails if one check
// fails.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HOSTS = 16, BATCH = 32, ECHO = 64 };

static const char request[] = "GET /ok HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: floor\r\nAccept: */*\r\nConnection: close\r\n\r\n";

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double wall(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static struct sockaddr_in host(long number, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)(number % HOSTS));
    return address;
}

static void begin(int poller, long number, int port) {
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (connection < 0) fail("socket");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in address = host(number, port);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) fail("connect");
    struct epoll_event event = {.events = EPOLLOUT, .data.fd = connection};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, connection, &event) != 0) fail("epoll_ctl");
}

/// Returns whether the check has ended.
static int go_on(int poller, struct epoll_event *event, int is_http) {
    static char answer[65536];
    int connection = event->data.fd, code = 0;
    socklen_t length = sizeof code;
    if (event->events & EPOLLOUT) {
        if (getsockopt(connection, SOL_SOCKET, SO_ERROR, &code, &length) != 0 || code) errno = code, fail("connect");
        if (!is_http) return 1;
        if (write(connection, request, sizeof request - 1) != sizeof request - 1) fail("write");
        struct epoll_event next = {.events = EPOLLIN, .data.fd = connection};
        epoll_ctl(poller, EPOLL_CTL_MOD, connection, &next);
        return 0;
    }
    ssize_t size = read(connection, answer, sizeof answer);
    if (size < 12 || memcmp(answer + 9, "200", 3) != 0) fail("no 200");
    return 1;
}

static void connections(int is_http, long checks, long in_flight, int port) {
    struct epoll_event events[256];
    int poller = epoll_create1(EPOLL_CLOEXEC);
    long started = 0, ended = 0;
    while (started < checks && started < in_flight) begin(poller, started++, port);
    while (ended < checks) {
        int count = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < count; i++) {
            if (!go_on(poller, &events[i], is_http)) continue;
            close(events[i].data.fd);
            ended++;
            if (started < checks) begin(poller, started++, port);
        }
    }
}

static uint16_t checksum(const uint16_t *words, int count) {
    uint32_t sum = 0;
    for (int i = 0; i < count; i++) sum += words[i];
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void echoes(long checks, long in_flight) {
    static char sent[BATCH][ECHO], received[BATCH][256];
    static struct mmsghdr outgoing[BATCH], incoming[BATCH];
    static struct iovec from[BATCH], into[BATCH];
    static struct sockaddr_in peers[BATCH];
    uint32_t filter = ~(1u << ICMP_ECHOREPLY);
    int echo = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP), room = 4 << 20;
    uint16_t identifier = (uint16_t)getpid();
    long started = 0, ended = 0;
    if (echo < 0) fail("socket");
    setsockopt(echo, SOL_RAW, 1 /* ICMP_FILTER */, &filter, sizeof filter);
    setsockopt(echo, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    for (int i = 0; i < BATCH; i++) {
        from[i] = (struct iovec){sent[i], ECHO};
        into[i] = (struct iovec){received[i], sizeof received[i]};
        outgoing[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &from[i], .msg_iovlen = 1};
        incoming[i].msg_hdr = (struct msghdr){.msg_iov = &into[i], .msg_iovlen = 1};
    }
    while (ended < checks) {
        unsigned count = 0;
        for (; count < BATCH && started < checks && started - ended < in_flight; count++, started++) {
            struct icmphdr *header = (struct icmphdr *)sent[count];
            peers[count] = host(started, 0);
            *header = (struct icmphdr){.type = ICMP_ECHO, .un.echo = {htons(identifier), htons((uint16_t)started)}};
            header->checksum = checksum((uint16_t *)sent[count], ECHO / 2);
        }
        if (count && sendmmsg(echo, outgoing, count, 0) != (int)count) fail("sendmmsg");
        struct pollfd ready = {.fd = echo, .events = POLLIN};
        if (poll(&ready, 1, 5000) <= 0) fail("no reply");
        int got = recvmmsg(echo, incoming, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < got; i++) {
            const struct icmphdr *header = (const struct icmphdr *)(received[i] + (received[i][0] & 15) * 4);
            if (header->un.echo.id == htons(identifier)) ended++;
        }
    }
}

int main(int count, char **words) {
    if (count != 5) return 64;
    long checks = atol(words[2]), in_flight = atol(words[3]);
    double cpu_before = cpu(), wall_before = wall();
    if (!strcmp(words[1], "icmp")) echoes(checks, in_flight);
    else connections(!strcmp(words[1], "http"), checks, in_flight, atoi(words[4]));
    printf("{\"cpu\":%f,\"wall\":%f}\n", cpu() - cpu_before, wall() - wall_before);
    return 0;
}

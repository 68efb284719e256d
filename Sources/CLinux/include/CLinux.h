#pragma once
#include <stdint.h>

/// Creates a non-blocking eventfd, closed on exec. Returns -1 with errno on failure.
int hawk_eventfd(void);

/// Closes every descriptor from `first` on when this process runs another program.
void hawk_close_on_exec(int first);

/// The maximum number of packets in one batch.
#define HAWK_BATCH 32

/// A datagram to send, or a received one.
typedef struct {
    void *bytes;
    /// The size of the buffer before receiving, otherwise of the datagram.
    uint32_t size;
    /// The peer's address in network byte order; four bytes over IPv4. For an entry of the error queue: the target's.
    uint8_t address[16];
    /// When the kernel received it, by CLOCK_MONOTONIC in nanoseconds. 0 if the kernel does not say.
    int64_t received_at;
    /// The type, code and sender of the ICMP error in an entry of the error queue. 0 otherwise.
    uint8_t icmp_type;
    uint8_t icmp_code;
    uint8_t has_reporter;
    uint8_t reporter[16];
} hawk_packet;

/// Requests arrival times, ICMP errors in the error queue, and buffer space from the kernel. Returns 0, or -1 with errno.
int hawk_prepare_echo_socket(int socket, int family);

/// Sends packets in order without blocking. Returns how many, or -1 with errno if not even the first could be sent.
int hawk_send_batch(int socket, int family, const hawk_packet *packets, unsigned count);

/// Receives up to `count` packets without blocking, from the socket's error queue or from the socket itself.
/// Returns how many, or -1 with errno.
int hawk_receive_batch(int socket, int family, int from_error_queue, hawk_packet *packets, unsigned count);

/// Returns how many packets a socket has lost since it was opened, because its buffer was full, or -1 with errno.
int64_t hawk_dropped_packets(int socket);

/// Returns the first position of `text` in `body`, or -1 if there is none. In linear time.
int64_t hawk_find(const void *body, uint64_t body_size, const void *text, uint64_t text_size);

/// Returns how many bytes from the start are whole UTF-8 characters.
uint64_t hawk_utf8_length(const uint8_t *text, uint64_t size);

enum { HAWK_DECODED = 0, HAWK_UNKNOWN_CHARSET = 1, HAWK_NO_ROOM = 2 };

/// Converts text in another character set to UTF-8 by iconv. Invalid bytes become U+FFFD. Drops an incomplete character at the
/// end.
/// - Returns: one of the above; `written` is set in any case.
int hawk_decode(
    const char *charset, const uint8_t *text, uint64_t size, uint8_t *result, uint64_t room, uint64_t *written);

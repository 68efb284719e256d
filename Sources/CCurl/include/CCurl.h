#pragma once
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// One blocking transfer over libcurl 7.85 or newer: an HTTP request or an SMTP submission, of any content.

// The progress of an SMTP dialogue.
typedef enum {
    CCURL_CONNECTING,
    // For smtps, including the TLS handshake before it.
    CCURL_GREETING,
    CCURL_HELLO,
    // Including the TLS handshake after it.
    CCURL_STARTTLS,
    CCURL_AUTH,
    CCURL_SENDER,
    CCURL_RECIPIENT,
    // Until the server asks for the message.
    CCURL_DATA,
    // One block of the message.
    CCURL_CONTENT,
    // The message was sent, but the server has not confirmed it yet.
    CCURL_RECEIPT,
} ccurl_stage;

#define CCURL_STAGES (CCURL_RECEIPT + 1)

typedef enum { CCURL_TLS_OFF, CCURL_TLS_WHEN_OFFERED, CCURL_TLS_REQUIRED } ccurl_tls;

// Strings are NUL-terminated. NULL if a field does not apply.
typedef struct {
    const char *url;
    const uint8_t *body;
    size_t body_length;
    // Receives the start of the response.
    uint8_t *answer;
    size_t answer_capacity;
    const char *ca_file;
    // A list of `CURLOPT_CONNECT_TO`, NULL-terminated: where to connect instead. NULL to connect to the host of the URL.
    const char *const *connect_to;
    long connect_timeout_ms;
    long timeout_ms;

    // An HTTP request: its method, and headers as "Name: value", the list NULL-terminated. Used when `recipients` is NULL.
    const char *method;
    const char *const *headers;

    // A mail.
    const char *sender;
    const char *const *recipients;
    const char *user;
    const char *password;
    ccurl_tls tls;
    // The timeout of each step, by ccurl_stage. Each recipient and each block of the message is a step.
    long stage_timeouts_ms[CCURL_STAGES];
    // Called for a recipient, from 0, that was refused temporarily (4xx) or permanently (5xx), with the last line of the reply.
    void (*turned_down)(void *context, int recipient, int code, const char *reply);

    void *context;
    // Returns whether this numeric address may be connected to, before its socket is opened. NULL to permit all.
    int (*may_dial)(void *context, const char *address, uint16_t port);
    // Returns whether to abort. Called at least once a second.
    int (*is_cancelled)(void *context);
} ccurl_request;

typedef struct {
    CURLcode code;
    // libcurl's description of `code`.
    char detail[CURL_ERROR_SIZE];
    // The errno of a failed connect, or 0.
    long connect_errno;
    // The HTTP status, or 0 before one was received.
    long status;
    // Seconds from Retry-After, or 0.
    int64_t retry_after;
    // How many bytes of the response were written to `answer`. No more than 64 KiB of it are read.
    size_t answer_length;

    // The last reply of the mail server that was not positive: its code, text and stage.
    int reply_code;
    char reply[512];
    ccurl_stage reply_stage;
    // The progress of the dialogue, and whether it ended because its last step took too long.
    ccurl_stage stage;
    int stage_timed_out;
} ccurl_outcome;

// Call it once, before anything else.
CURLcode ccurl_global_init(void);
// Blocks until the transfer ends, at the latest at its timeout.
void ccurl_perform(const ccurl_request *request, ccurl_outcome *outcome);

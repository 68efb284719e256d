#pragma once
#include <hiredis/hiredis.h>
#include <stddef.h>

/// Whether this build can speak TLS: hiredis 1.0 and newer, with the headers of OpenSSL beside it.
int chiredis_has_tls(void);

/// Begins TLS on the connection of a context, whose descriptor must still block and have its own time limits.
/// `host` is what the certificate must name; `ca_file` may be NULL for the system's authorities.
/// Returns 0, or -1 with a sentence in `error`; the context is then good for nothing but `redisFree`.
int chiredis_start_tls(redisContext *context, const char *host, const char *ca_file, char *error, size_t size);

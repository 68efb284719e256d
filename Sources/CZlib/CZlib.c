#include "CZlib.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

// The gzip header and trailer, in addition to zlib's own bound for raw data.
#define GZIP_OVERHEAD 32

size_t czlib_gzip_bound(size_t length) { return compressBound(length) + GZIP_OVERHEAD; }

size_t czlib_gzip(const uint8_t *bytes, size_t length, uint8_t *into, size_t capacity, int level) {
    if (length > UINT_MAX || capacity > UINT_MAX) return 0;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    // 16 added to the window bits selects gzip instead of zlib's own header.
    if (deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = into;
    stream.avail_out = (uInt)capacity;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct czlib_inflater {
    z_stream stream;
};

static size_t at_most(size_t length) { return length < UINT_MAX ? length : UINT_MAX; }

czlib_inflater *czlib_inflater_make(czlib_format format) {
    czlib_inflater *inflater = calloc(1, sizeof *inflater);
    if (!inflater) return NULL;
    // 16 added to the window bits selects gzip. A negative value selects neither header nor check.
    int bits = format == CZLIB_GZIP ? MAX_WBITS + 16 : format == CZLIB_ZLIB ? MAX_WBITS : -MAX_WBITS;
    if (inflateInit2(&inflater->stream, bits) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void czlib_inflater_reset(czlib_inflater *inflater) { inflateReset(&inflater->stream); }

void czlib_inflater_free(czlib_inflater *inflater) {
    inflateEnd(&inflater->stream);
    free(inflater);
}

czlib_state czlib_inflate(czlib_inflater *inflater, const uint8_t *bytes, size_t length, size_t *consumed, uint8_t *into,
                          size_t capacity, size_t *written) {
    z_stream *stream = &inflater->stream;
    length = at_most(length);
    capacity = at_most(capacity);
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)length;
    stream->next_out = into;
    stream->avail_out = (uInt)capacity;
    int result = inflate(stream, Z_NO_FLUSH);
    *consumed = length - stream->avail_in;
    *written = capacity - stream->avail_out;
    if (result == Z_STREAM_END) return CZLIB_END;
    // Z_BUF_ERROR only means that there was no input or no room.
    if (result != Z_OK && result != Z_BUF_ERROR) return CZLIB_BROKEN;
    return stream->avail_out == 0 ? CZLIB_FULL : CZLIB_MORE;
}

#include "CWebAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// A change of the file is seen by the build, its coming is not: script/web build touches this file.
#if __has_embed("../../web/dist/web.pack")
static const unsigned char pack[] = {
// An empty one must not be taken for none.
#embed "../../web/dist/web.pack" if_empty(0)
};

const void *hawk_web_pack(size_t *count) {
    *count = sizeof pack;
    return pack;
}
#else
const void *hawk_web_pack(size_t *count) {
    *count = 0;
    return NULL;
}
#endif

#include "CDocs.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char openapi[] = {
#embed "../../docs/openapi.yaml"
};

const char *hawk_openapi(size_t *count) {
    *count = sizeof openapi;
    return openapi;
}

#pragma once
#include <stddef.h>

/// The interface's description, docs/openapi.yaml, as it was when the program was built.
const char *hawk_openapi(size_t *count);

# StatusHawk as one small image with every role: `docker build --tag statushawk .` (BuildKit).

FROM debian:bookworm-slim AS web
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates nodejs node-react node-react-dom node-csstype node-prop-types esbuild bootstrap-icons \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY script/lib/web_modules script/lib/
COPY web web
RUN script/lib/web_modules && cd web && node tools/build.mjs

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libc-ares-dev libcurl4-openssl-dev libhiredis-dev libpcre2-dev libpq-dev libsqlite3-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY docs/openapi.yaml docs/
# SwiftPM refuses a package whose manifest names missing directories.
COPY Tests Tests
COPY Sources Sources
COPY --from=web /src/web/dist/web.pack web/dist/
# Fetched and compiled dependencies stay in the cache, so that a change compiles only our own code. The cache is not part of the image,
# so the same step copies the executable out. The cache may come from a build without the dashboard: touch forces it to be embedded.
RUN --mount=type=cache,target=/src/.build \
    touch Sources/CWebAssets/CWebAssets.c \
    && swift build --configuration release --static-swift-stdlib --product statushawk \
    && install -D --strip .build/release/statushawk /out/statushawk

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates libc-ares2 libcurl4 libhiredis0.14 libpcre2-8-0 libpq5 libsqlite3-0 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin statushawk \
    && install --directory --owner=10001 --group=10001 --mode=700 /data
COPY --from=build /out/statushawk /usr/local/bin/
ENV STATUSHAWK_LISTEN=0.0.0.0:8080 STATUSHAWK_DATA_DIR=/data
# By number, so that an orchestrator can verify that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["statushawk", "health"]
ENTRYPOINT ["statushawk"]
CMD ["serve"]

# The core in Ada. PolyORB is in no package registry, so that the image that has it is an argument:
#   docker build -f docker/Dockerfile.ada --build-arg POLYORB_IMAGE=polyorb:24 -t orbbench-core-ada .
# It must hold PolyORB's programs iac and polyorb-config on the PATH, its project files, gprbuild, GNAT
# and libsodium's headers; Debian 12 below it, or RUNTIME_IMAGE must be what it is made from.
ARG POLYORB_IMAGE
ARG RUNTIME_IMAGE=debian:12-slim

FROM ${POLYORB_IMAGE} AS build
COPY idl/orb_core.idl /source/idl/
COPY stack/orb_core_ada /source/stack/orb_core_ada
COPY docker/build_ada_core /source/docker/
RUN /source/docker/build_ada_core /programs

FROM ${RUNTIME_IMAGE} AS core-ada
RUN groupadd --gid 10001 orbbench \
 && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin orbbench \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libgnat-12 libsodium23 \
 && rm -rf /var/lib/apt/lists/*
COPY docker/answers /usr/local/bin/
# With it come the libraries of PolyORB's own, where it was built shared.
COPY --from=build /programs/bin/ /usr/local/bin/
COPY --from=build /programs/lib/ /usr/local/lib/
RUN ldconfig
USER 10001:10001
EXPOSE 12000 9091
HEALTHCHECK --interval=10s --timeout=3s --retries=3 CMD ["answers", "iiop", "12000"]
ENTRYPOINT ["orbbench-core-ada", "--listen", "0.0.0.0"]

# One static binary in an image with nothing else but root certificates and a probe.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
ENV CGO_ENABLED=0
RUN go build -trimpath -ldflags="-s -w -X homeward/cmd.Version=$VERSION" -o /homeward .

FROM busybox:1.37.0-musl AS probe

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/LICENSE /src/NOTICE /
# For health checks: there is no shell to run one with. A static busybox is whatever name it is called by.
COPY --from=probe /bin/busybox /bin/wget
COPY --from=build /homeward /homeward
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/homeward"]
CMD ["--help"]

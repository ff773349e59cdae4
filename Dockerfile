# The static binary that `make build` makes, and nothing else: no shell, no user but one without rights. The bundled
# data are embedded in the binary; the folder is there to be read and mounted over.
FROM scratch
COPY build/coopgraph /coopgraph
COPY data /data
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/coopgraph"]
CMD ["up"]

# Legation's server over a store in /data.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY ontology ontology
COPY store store
COPY queries queries
COPY ingest ingest
COPY server server
COPY legation legation
RUN python -m venv /opt/legation \
 && /opt/legation/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.12-slim
COPY --from=build /opt/legation /opt/legation
RUN useradd --system --home-dir /data legation \
 && install -d -o legation -g legation /data
USER legation
VOLUME /data
EXPOSE 8000
ENV PATH=/opt/legation/bin:$PATH LEGATION_DATA=/data LEGATION_HOST=0.0.0.0
# A store that is not there yet is made: `docker run … legation ingest FILE`, or `legation import FILE`.
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health')"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["legation"]
CMD ["serve", "--log", "-"]

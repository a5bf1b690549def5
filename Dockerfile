# The program with its dashboards, as a user without rights. docker-compose.yml starts it beside Neo4j.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/gongjian
COPY requirements-app.lock ./
RUN /opt/gongjian/bin/pip install --no-cache-dir --require-hashes -r requirements-app.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph_model graph_model
COPY cypher cypher
COPY loaders loaders
COPY analytics analytics
COPY dashboard dashboard
RUN /opt/gongjian/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# A server has no Chinese font of its own; figures drawn there would show boxes.
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --create-home gongjian \
    && install -d -m 700 -o gongjian -g gongjian /data
COPY --from=build /opt/gongjian /opt/gongjian
# The root may be read-only, so what is compiled at run time goes to /tmp.
ENV PATH=/opt/gongjian/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp/numba \
    GONGJIAN_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8050
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8050/api/v1/health', timeout=4)"]
ENTRYPOINT ["gongjian"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8050"]

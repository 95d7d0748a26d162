# The bot in a container: docs/operations.md shows how to run it.
#
# The tag is pinned to Python 3.11 on Debian 12, which the tests run on: a moving tag would one day
# change interpreter, C library and SQLite below an unchanged diary.
ARG BASE=python:3.11-slim-bookworm

# ---- the environment: exact versions, each file checked against its hash
FROM ${BASE} AS environment
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r /tmp/runtime.txt

# ---- what runs: no compiler, no package cache, no test, no training
FROM ${BASE}
COPY --from=environment /opt/venv /opt/venv
WORKDIR /opt/mind-gitter
COPY analysis/ analysis/
COPY app/ app/
COPY archive/ archive/
COPY bot/ bot/
COPY charts/ charts/
COPY config/ config/
COPY diary/ diary/
COPY languages/ languages/
COPY playground/ playground/
COPY scheduler/ scheduler/
COPY storage/ storage/

# The process owns its data folder and nothing else; the code belongs to root and is read only to it.
RUN python -m compileall -q . \
    && groupadd --gid 10001 diary \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin diary \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/data/.matplotlib \
    ORT_DISABLE_TELEMETRY=1 \
    MINDGITTER_DATA=/data
VOLUME /data
USER 10001:10001

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "app", "doctor", "--health"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["run"]

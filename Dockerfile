# The bot as one container. Everything it must keep is in the volume /data.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/cairn.db \
    HEALTH_PORT=8080

WORKDIR /app

# Before the code, so that a change of code installs nothing anew.
COPY requirements.lock requirements-postgres.lock ./
ARG LOCKS="-r requirements.lock"
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes $LOCKS

COPY bot ./bot
COPY content ./content
COPY migrations ./migrations
# Its user may write nothing here, so it would be compiled anew at every start.
RUN python -m compileall -q bot migrations

RUN useradd --system --no-create-home --uid 10001 cairn \
    && install -d -m 0700 -o cairn /data
USER 10001
VOLUME /data

# Whether the process lives. Some start a container anew that is unhealthy, so it asks for nothing that a new start
# would not mend. It answers inside the container only.
HEALTHCHECK --interval=60s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['HEALTH_PORT'] + '/livez', timeout=4)"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

# The product for production: one image, run as web, worker, beat or one-shot migration by docker-compose.yml.
# The embedded servers of `make run` are not in it.
FROM python:3.11.14-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY manage.py ./
COPY embedded embedded
COPY stockholm_intl stockholm_intl
COPY governance governance
COPY engagements engagements
COPY visits visits
COPY memberships memberships
COPY profiling profiling
COPY reporting reporting
COPY templates templates
COPY static static
COPY locale locale
ENV STATIC_ROOT=/app/staticfiles STATIC_MANIFEST=1
RUN python manage.py compilemessages --verbosity 0 \
    && python manage.py collectstatic --no-input --verbosity 0 --ignore flags --ignore guardian --ignore ext --ignore "htm*x-4*"

FROM python:3.11.14-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin register
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
# Nothing is written but /tmp and STATE_DIR, so the file system can be read-only.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    STATE_DIR=/state \
    STATIC_ROOT=/app/staticfiles \
    STATIC_MANIFEST=1 \
    PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz/', timeout=4)"]
CMD ["gunicorn", "stockholm_intl.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]

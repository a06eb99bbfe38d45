# The product as a container: built here with every tool, run from a second image with none of them.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/ requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir -q --require-hashes -r requirements/boot.txt \
    && .venv/bin/uv pip sync -q --no-cache --require-hashes --python .venv/bin/python requirements/base.txt \
    && .venv/bin/pip uninstall -q -y uv
COPY . .
# Styles and scripts, compiled, then copied to where the web server reads them, compressed and named by content.
RUN .venv/bin/python -m esafety.ui.assets \
    && DATA_DIR=/tmp/build .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf .build-venv node_modules /tmp/build

FROM python:3.11-slim-bookworm
# What WeasyPrint needs to make PDFs, and fonts with the letters of many languages.
RUN apt-get update -q \
    && apt-get install -yq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-liberation fonts-noto-core fonts-noto-color-emoji fonts-droid-fallback fonts-nanum \
        postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin app \
    && install -d -o app -g app -m 0700 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    HOME=/tmp \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s CMD ["python", "-m", "esafety.serve.health"]
CMD ["gunicorn", "--config", "/app/esafety/serve/web.py", "--bind", "0.0.0.0:8000", "esafety.wsgi:application"]

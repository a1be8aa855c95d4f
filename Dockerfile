# The image of web server, worker and beat; docker-compose.yml says which it is.
FROM python:3.11-slim-bookworm

# Pango makes the PDFs, and the fonts bring their scripts. The data folder is a volume of the one user that the programs run as.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-noto-core fonts-wqy-microhei libharfbuzz-subset0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/safeguard safeguard \
    && install --directory --owner=safeguard --mode=700 /var/lib/safeguard

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SAFEGUARD_VAR=/var/lib/safeguard \
    STATIC_ROOT=/srv/static

WORKDIR /srv/safeguard
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt
COPY . .
RUN python -m compileall -q . && SECRET_KEY=build SAFEGUARD_VAR=/srv/build python manage.py collectstatic --no-input && rm -r /srv/build

USER safeguard
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=8)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--no-ws", "safeguard.wsgi:application"]

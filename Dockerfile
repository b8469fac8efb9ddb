# docker compose up -d (compose.yaml shuts it in: nothing writable but /data and /tmp, no rights, limits)
FROM python:3.11-slim

# A package index with CPU builds of torch: without it pip takes the large GPU build.
ARG TORCH_INDEX=""

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# Reads scans.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --uid 10001 --create-home ward && install -d -o ward -g ward /data

WORKDIR /app
COPY requirements-torch-cpu.lock requirements-torch.lock requirements-cuda.lock requirements.lock ./
RUN locked="python -m pip install --no-deps --require-hashes --only-binary :all:" \
    && { $locked ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} -r requirements-torch-cpu.lock \
         || $locked -r requirements-torch.lock -r requirements-cuda.lock; } \
    && $locked -r requirements.lock

COPY . .
RUN python -m pip install --no-deps --no-build-isolation -e .

USER ward
ENV HOIPHUONG_DATA=/data HOIPHUONG_HOST=0.0.0.0 HOIPHUONG_PORT=8000
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HOIPHUONG_PORT']}/readyz\", timeout=4)"]

CMD ["hoiphuong", "serve"]
